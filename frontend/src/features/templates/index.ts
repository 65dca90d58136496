export { FromTemplate } from "./FromTemplate";
export { NewFromTemplate } from "./NewFromTemplate";
