// @ts-check
/** What the page asks for over HTTP. */

/**
 * @typedef {{ id: number, run: string, ref: string, text: string, mode: 'query' | 'feedback', running: boolean,
 *   answer: string, correction: string, reason: string, model: string, problem: string, try_again: boolean,
 *   remarks: Reply[] }} Shown
 * @typedef {{ name: string, provider: string, context: number }} Model
 * @typedef {{ models: Model[], default: string, problem: string }} Models
 * @typedef {{ label: string, command: string, danger: boolean }} Command a button, and what pressing it runs
 * @typedef {{ text: string, buttons: Command[], failed?: boolean }} Reply
 * @typedef {{ number: number, rule: string, about: string, check: string, for: string, standing: string,
 *   sources: { who: string, quote: string }[], supporters: number, opponents: number, used: number,
 *   effect: string[], deeds: Command[] }} Lesson
 */

/**
 * Return the exchanges of a conversation, oldest first; null where the server can't be reached or can't say.
 * @param {string} id
 * @returns {Promise<Shown[] | null>}
 */
export async function fetchConversation(id) {
  const found = await fetchJson(`/api/conversations/${id}`)
  return found && found.exchanges
}

/** @returns {Promise<Models | null>} */
export function fetchModels() {
  return fetchJson('/api/models')
}

/**
 * Return the newest lessons that say all of these words, and how many do; null as above.
 * @param {string} words
 * @returns {Promise<{ found: number, lessons: Lesson[] } | null>}
 */
export function fetchLessons(words) {
  return fetchJson(`/api/lessons?${new URLSearchParams({ words })}`)
}

/**
 * Run a command, and return what there is to say; what can't be done is said, too.
 * @param {string} command
 * @returns {Promise<Reply>}
 */
export async function runCommand(command) {
  /** @param {string} text */
  const fail = (text) => ({ text, buttons: [], failed: true })
  try {
    const response = await fetch('/api/lessons', { method: 'POST', body: JSON.stringify({ command }) })
    const said = await response.json()
    return response.ok ? said : fail(said.detail)
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    return fail('The server can not be reached. Try again in a moment.')
  }
}

/** @param {string} address */
async function fetchJson(address) {
  try {
    const response = await fetch(address)
    return response.ok ? await response.json() : null
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return null // no connection, or a proxy's page
    throw error
  }
}
