export { editPath, fromTemplatePath, NEW_RULE } from "./paths";
