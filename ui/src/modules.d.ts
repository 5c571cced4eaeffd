/** Text of a style sheet, taken into the bundle. */
declare module "*.css?inline" {
  const text: string;
  export default text;
}
