// Each element that readers act with, besides labs, under its tag.

import { SendRequest } from "./send-request/send-request.js";

/** @type {Record<string, CustomElementConstructor>} */
export const READER_ELEMENTS = {
  "send-request": SendRequest,
};
