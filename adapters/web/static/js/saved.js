// @ts-check
/** Snippets over the API: kept, and thrown away again. */

const SNIPPETS = '/api/v1/snippets'
const AWAY = 'The server can not be reached.'

/**
 * @typedef {{ key: string, had: boolean, problem: string }} Kept `had`: just that code was kept already
 */

/**
 * @param {{ code: string, language: string, exchange: number }} block
 * @returns {Promise<Kept>}
 */
export async function keep(block) {
  const body = JSON.stringify({ ...block, code: block.code.toWellFormed() })
  const response = await call('POST', SNIPPETS, body)
  const said = await response?.json()
  if (!response?.ok) return { key: '', had: false, problem: said?.detail ?? AWAY }
  return { key: said.key, had: response.status === 200, problem: '' }
}

/**
 * Throw a snippet away; return what went wrong, empty: nothing.
 * @param {string} key
 */
export async function throwAway(key) {
  const response = await call('DELETE', `${SNIPPETS}/${key}`)
  if (response?.ok) return ''
  return (await response?.json())?.detail ?? AWAY
}

/**
 * @param {string} method
 * @param {string} address
 * @param {string} [body]
 */
async function call(method, address, body) {
  try {
    return await fetch(address, { method, body, headers: body ? { 'content-type': 'application/json' } : {} })
  } catch (error) {
    if (error instanceof TypeError) return null // no connection
    throw error
  }
}
