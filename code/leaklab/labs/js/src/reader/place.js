// Where something stands in the book: a page's name, and how what is kept leads back to a place.

/** The name of the page that is open, as its file has it. */
export const page = () => location.pathname.split("/").pop() || "index.html";

/** The address of the element `id` of this page, from any other page of the book. @param {string} id */
export const placeOf = (id) => `${page()}#${id}`;
