// @ts-check
/** One request to the server, and what came of it: where it failed, a sentence that says why. */

import { leave } from './signed_out.js'

const AWAY = 'The server can not be reached. Try again in a moment.'
const ODD = 'The server gave no answer that makes sense. Try again in a moment.'

/**
 * `status` is 0 where no answer came, `said` the JSON of one, null without any; `etag` belongs to what was read or
 * written; `problem` says what went wrong, and is empty where nothing did.
 * @typedef {{ status: number, said: any, etag: string, problem: string }} Outcome
 */

/**
 * @param {string} method
 * @param {string} address
 * @param {{ body?: unknown, etag?: string, signal?: AbortSignal }} [options] `body`: a Blob goes as it is, all else as
 *   JSON; `etag`: only where it is still what it was
 * @returns {Promise<Outcome>}
 */
export async function request(method, address, { body, etag, signal } = {}) {
  try {
    return await read(await fetch(address, { method, signal, ...write(body, etag) }))
  } catch (error) {
    if (error instanceof TypeError || signal?.aborted) return { status: 0, said: null, etag: '', problem: AWAY }
    throw error
  }
}

/**
 * Read a text.
 * @param {string} address
 * @returns {Promise<{ text: string, problem: string }>}
 */
export async function requestText(address) {
  try {
    const response = await fetch(address)
    if (!response.ok) return { text: '', problem: (await read(response)).problem }
    return { text: await response.text(), problem: '' }
  } catch (error) {
    if (error instanceof TypeError) return { text: '', problem: AWAY }
    throw error
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Outcome>}
 */
async function read(response) {
  if (response.status === 401) leave()
  const text = await response.text()
  const said = parse(text)
  const sound = response.ok && (said !== null || !text)
  const problem = sound ? '' : (said?.detail ?? ODD)
  return { status: response.status, said, etag: response.headers.get('etag') ?? '', problem }
}

/**
 * @param {unknown} body
 * @param {string} [etag]
 * @returns {RequestInit}
 */
function write(body, etag) {
  /** @type {Record<string, string>} */
  const headers = etag ? { 'if-match': etag } : {}
  if (body instanceof Blob) return { body, headers }
  if (body === undefined) return { headers }
  // Half a character, as a cut emoji, is nothing that JSON can carry to every reader.
  const whole = (/** @type {string} */ _, /** @type {any} */ value) => typeof value === 'string' ? value.toWellFormed() : value
  return { body: JSON.stringify(body, whole), headers: { ...headers, 'content-type': 'application/json' } }
}

/** @param {string} text */
function parse(text) {
  try {
    return text ? JSON.parse(text) : null
  } catch (error) {
    if (error instanceof SyntaxError) return null // a proxy's page
    throw error
  }
}
