export { ArticleLinks } from "./ArticleLinks";
export { useRefreshArticles } from "./useRefreshArticles";
