export * from "./change";
export * from "./date";
export * from "./number";
