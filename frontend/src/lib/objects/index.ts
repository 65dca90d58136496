export {
  findObjects,
  nameObject,
  OBJECT_KINDS,
  type ObjectKind,
  type ObjectOption,
  type ObjectQuery,
} from "./objects";
