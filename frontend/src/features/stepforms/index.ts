export { priceWords } from "./price";
export { StepForm, type StepFormProps } from "./StepForm";
