// What the two scripts of a bench tell one another: the element of reader.js, and bench.js.

/** As a chapter's cell wrote it (leaklab.book.code_bench.element). */
export type BenchData = {
  plan: { server: string; timeout_s: number } & Record<string, any>;
  stops: { latency_s: number[]; rate_per_s: number[] };
  start: { latency_s: number; rate_per_s: number };
  title: string;
  file: string;
  of: string;
  judge: string;
};

/** A reader's edit, as it is kept; `of` is the digest of the source that it began with. */
export type Kept = { text: string; title: string; href: string; of: string };

/** A bench that is open. */
export interface Bench {
  parts: HTMLElement[];
  /** It stands in the page now. */
  begin(): void;
  /** The page is light or dark now. */
  paint(): void;
  close(): void;
}

/** What the element gives. */
export interface BenchHost extends HTMLElement {
  data: BenchData;
  source: string;
  kept(): Kept | null;
  keep(text: string): boolean;
}

export type OpenBench = (host: BenchHost) => Bench;

declare global {
  var openCodeBench: OpenBench | undefined; // bench.js has it, once it is loaded
}
