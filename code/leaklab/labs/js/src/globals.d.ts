// What the bundler makes of other files, and what the engine's build writes into the worker.

declare module "*.css" {
  const text: string;
  export default text;
}

declare module "*.txt" {
  const text: string;
  export default text;
}

declare const BYTES: Record<string, number>;
declare const LOCK: object;
declare const BUILD: string;
