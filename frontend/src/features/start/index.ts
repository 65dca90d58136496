export { StartCard } from "./StartCard";
