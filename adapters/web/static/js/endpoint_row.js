// @ts-check
/** One address of models, with what can be done to it. */

import { button, element } from './dom.js'
import { request } from './http.js'
import { say } from './say.js'

/**
 * @typedef {import('./endpoints.js').Endpoint} Endpoint
 * @typedef {{ ok: boolean, models: string[], problem: string, first_token_ms: number }} Tested
 */

/**
 * @param {Endpoint} endpoint
 * @param {boolean} writable
 * @param {() => Promise<string>} remove returns what went wrong
 */
export function endpointRow(endpoint, writable, remove) {
  const became = element('p', endpoint.problem ? 'failed' : 'quiet', endpoint.problem || count(endpoint.models))
  const tell = (/** @type {string} */ sentence, /** @type {boolean} */ failed) => {
    became.className = failed ? 'failed' : 'quiet'
    became.textContent = sentence
    say(sentence)
  }
  const facts = [endpoint.url, endpoint.key && `key ${endpoint.key}`, endpoint.shared ? 'for everybody' : 'yours']
  const deeds = element('div', 'deeds', tester(endpoint, tell))
  if (writable) deeds.append(remover(endpoint, remove, tell))
  const head = element('p', '', element('strong', '', endpoint.name))
  return element('li', '', element('div', 'about', head, element('p', 'facts', facts.filter(Boolean).join(' · ')), became), deeds)
}

/**
 * @param {Endpoint} endpoint
 * @param {(sentence: string, failed: boolean) => void} tell
 */
function tester({ id, name }, tell) {
  const made = button('Test', 'deed', async () => {
    made.disabled = true
    tell('Asking there…', false)
    const { said, problem } = await request('POST', `/api/endpoints/${id}/test`)
    made.disabled = false
    made.focus()
    const tested = /** @type {Tested | null} */ (said)
    if (problem || !tested?.ok) tell(problem || tested?.problem || 'It does not answer.', true)
    else tell(`It answers, the first word after ${tested.first_token_ms} ms. ${count(tested.models.length)}`, false)
  })
  made.setAttribute('aria-label', `Test ${name}`)
  return made
}

/**
 * @param {Endpoint} endpoint
 * @param {() => Promise<string>} remove
 * @param {(sentence: string, failed: boolean) => void} tell
 */
function remover({ name }, remove, tell) {
  const made = button('Remove', 'deed danger', async () => {
    made.disabled = true
    const problem = await remove()
    made.disabled = false
    if (problem) tell(problem, true)
  })
  made.setAttribute('aria-label', `Remove ${name}`)
  return made
}

/** @param {number | null} models */
function count(models) {
  if (models === null) return ''
  return `${models} ${models === 1 ? 'model' : 'models'}.`
}
