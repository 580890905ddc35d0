// @ts-check
/** A list of conversations that is asked for in pages: put in order, and the first page renewed. */

/** @typedef {import('./api.js').Listed} Listed */

/**
 * Return it as the server orders it: the pinned ones first, then the newest.
 * @param {Listed[]} listed
 */
export function inOrder(listed) {
  return listed.toSorted((one, other) => Number(other.pinned) - Number(one.pinned) || other.updated - one.updated)
}

/**
 * Return what was listed beyond a first page that has come anew.
 * @param {Listed[]} listed
 * @param {Listed[]} first
 */
export function beyond(listed, first) {
  const end = first.at(-1)?.updated ?? 0
  const known = new Set(first.map(({ id }) => id))
  return listed.filter(({ id, pinned, updated }) => !known.has(id) && !pinned && updated < end)
}
