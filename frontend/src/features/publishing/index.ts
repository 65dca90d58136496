export { PublicationsOf } from "./PublicationsOf";
