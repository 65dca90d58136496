export { NewFromTemplate } from "./NewFromTemplate";
