// One request to the room's server, with what shows who asks; never a throw.

export const LOST = "the room's server does not answer";

/** @typedef {{status: number, body: any, error: string, waitS: number}} Answer status 0: none came */

/**
 * @param {string} path below /room/
 * @param {string} token
 * @param {object} [body] then it is a POST
 * @returns {Promise<Answer>}
 */
export async function call(path, token, body) {
  /** @type {Record<string, string>} */
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  if (body) headers["Content-Type"] = "application/json";
  try {
    const answer = await fetch(`/room/${path}`, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      cache: "no-store",
    });
    const waitS = Number(answer.headers.get("Retry-After")) || 0;
    const text = await answer.text();
    const said = text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text;
    const error = answer.ok ? "" : (said.error ?? text.trim() ?? `status ${answer.status}`);
    return { status: answer.status, body: said, error, waitS };
  } catch {
    return { status: 0, body: null, error: LOST, waitS: 0 };
  }
}

/** Whether it was done. @param {Answer} answer */
export const isDone = ({ status }) => status >= 200 && status < 300;
