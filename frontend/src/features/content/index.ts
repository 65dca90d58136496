export { ArticleLinks } from "./ArticleLinks";
