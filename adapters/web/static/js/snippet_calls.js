// @ts-check
/** Snippets over the API: found, read, made, changed, thrown away and brought back. */

import { request } from './http.js'

const SNIPPETS = '/api/v1/snippets'

/**
 * @typedef {{ platform: string, id: string, name: string }} Person
 * @typedef {{ key: string, name: string, language: string, tags: string[], note: string, author: Person,
 *   mine: boolean, source: string, exchange: number | null, pinned: boolean, open: boolean, deleted: boolean,
 *   version: number, editor: string, created: string, updated: string }} Head
 * @typedef {Head & { preview: string, lines: number, files: string[] }} Line a snippet in the list
 * @typedef {Head & { code: string, files: { name: string, text: string }[], conversation?: string }} Snippet
 *   `conversation`: the one of the page that it comes from, where that is the person's own
 * @typedef {{ words: string, language: string, tag: string, shelf: string }} Wanted
 *   `shelf`: `all`, `mine`, `pinned` or `bin`
 * @typedef {{ name: string, language: string, tags: string[], note: string, code: string }} Fields
 */

/**
 * @param {Wanted} wanted
 * @param {string} cursor of the page before; empty: from the start
 * @param {AbortSignal} signal
 */
export function findSnippets({ words, language, tag, shelf }, cursor, signal) {
  const said = new URLSearchParams({ q: words.toWellFormed(), language, cursor })
  if (tag) said.set('tag', tag)
  if (shelf === 'mine') said.set('owner', 'me')
  if (shelf === 'pinned') said.set('pinned', 'true')
  if (shelf === 'bin') said.set('deleted', 'true')
  return request('GET', `${SNIPPETS}?${said}`, { signal })
}

/** Languages and tags, with how many snippets have each. */
export function countFacets() {
  return request('GET', `${SNIPPETS}/facets`)
}

/** @param {string} key */
export function readSnippet(key) {
  return request('GET', `${SNIPPETS}/${key}`)
}

/** @param {Fields} fields */
export function makeSnippet({ name, ...fields }) {
  return request('POST', SNIPPETS, { body: name ? { name, ...fields } : fields })
}

/**
 * @param {string} key
 * @param {Partial<Fields> & { files?: unknown }} changes
 * @param {string} etag of what was read; refused (412) where somebody changed it since
 */
export function changeSnippet(key, changes, etag) {
  return request('PATCH', `${SNIPPETS}/${key}`, { body: changes, etag })
}

/** @param {string} key */
export function deleteSnippet(key) {
  return request('DELETE', `${SNIPPETS}/${key}`)
}

/** @param {string} key */
export function restoreSnippet(key) {
  return request('POST', `${SNIPPETS}/${key}/restore`)
}

/**
 * @param {string} key
 * @param {boolean} pinned
 */
export function pinSnippet(key, pinned) {
  return request(pinned ? 'PUT' : 'DELETE', `${SNIPPETS}/${key}/pin`)
}

/**
 * Return where its code is read as a text.
 * @param {string} key
 */
export function rawAddress(key) {
  return `${SNIPPETS}/${key}/raw`
}
