// @ts-check
/** The form in which an address of models is brought. */

import { element } from './dom.js'
import { request } from './http.js'

/**
 * @typedef {import('./endpoints.js').Endpoint} Endpoint
 * @typedef {{ node: HTMLFormElement, admit: (admin: boolean) => void,
 *   fill: (endpoint: Endpoint, sentence: string) => void }} Form `admit` says whether an address may be shared
 */

/**
 * @param {{ added: (endpoint: Endpoint) => void }} told
 * @returns {Form}
 */
export function endpointForm({ added }) {
  const name = Object.assign(element('input'), { maxLength: 100, required: true, autocomplete: 'off', placeholder: 'Our vLLM' })
  const url = Object.assign(element('input'), { maxLength: 1000, required: true, autocomplete: 'off', spellcheck: false, inputMode: 'url' })
  const key = Object.assign(element('input'), { type: 'password', maxLength: 1000, autocomplete: 'new-password', placeholder: 'none' })
  const shared = Object.assign(element('input'), { type: 'checkbox' })
  const sharing = element('label', 'check', shared, element('span', '', 'For everybody in the workspace'))
  const said = element('p', 'failed')
  said.tabIndex = -1
  said.hidden = true
  const add = element('button', 'deed strong', 'Try and keep')
  const row = element('div', 'row', field('Name', name), field('Address, up to /v1', url), field('Key', key))
  const node = element('form', 'fields', row, sharing, said, element('div', 'deeds', add))
  node.setAttribute('aria-label', 'Bring an address')

  /**
   * @param {string} sentence
   * @param {boolean} failed
   */
  const tell = (sentence, failed) => {
    said.className = failed ? 'failed' : 'quiet'
    said.textContent = sentence
    said.hidden = !sentence
    if (sentence) said.focus()
  }
  node.addEventListener('submit', async (event) => {
    event.preventDefault()
    add.disabled = true
    add.textContent = 'Trying…'
    const body = { name: name.value.trim(), url: url.value.trim(), key: key.value, shared: shared.checked }
    const outcome = await request('POST', '/api/endpoints', { body })
    add.disabled = false
    add.textContent = 'Try and keep'
    tell(outcome.problem, true)
    if (outcome.problem) return
    node.reset()
    name.focus()
    added(outcome.said)
  })
  return {
    node,
    admit: (admin) => (sharing.hidden = !admin),
    fill(endpoint, sentence) {
      name.value = endpoint.name
      url.value = endpoint.url
      key.value = ''
      shared.checked = endpoint.shared
      tell(sentence, false)
    },
  }
}

/**
 * @param {string} label
 * @param {HTMLElement} input
 */
function field(label, input) {
  return element('label', 'field', element('span', '', label), input)
}
