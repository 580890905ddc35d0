// @ts-check
/** Tokens, with which programs act as somebody: made, shown once, revoked. */

import { copyButton } from './copy.js'
import { button, element } from './dom.js'
import { request } from './http.js'
import { say } from './say.js'
import { when } from './when.js'

const SAYS = {
  'snippets:read': 'read snippets',
  'snippets:write': 'change snippets',
  ask: 'ask questions',
}

/** @typedef {{ id: number, label: string, scopes: string[], at: number, used: number | null }} Token */

export class TokenSettings {
  #node
  #list = element('ul', 'entries')
  #made = element('div', 'made')
  #problem = element('p', 'failed')
  #label = Object.assign(element('input'), { maxLength: 100, required: true, autocomplete: 'off', placeholder: 'My editor' })
  #scopes = element('fieldset', 'checks')
  #form

  /** @param {HTMLElement} node */
  constructor(node) {
    this.#node = node
    this.#problem.hidden = true
    const label = element('label', 'field', element('span', '', 'What is it for?'), this.#label)
    this.#form = element('form', 'fields', element('div', 'row', label, this.#scopes), element('div', 'deeds', element('button', 'deed strong', 'Make a token')))
    this.#form.setAttribute('aria-label', 'Make a token')
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#make()
    })
  }

  async load() {
    const { said, problem } = await request('GET', '/api/tokens')
    if (problem) return this.#node.replaceChildren(element('p', 'failed', problem))
    this.#list.replaceChildren(...said.tokens.map((/** @type {Token} */ token) => this.#row(token)))
    if (this.#form.isConnected) return
    this.#scopes.replaceChildren(element('legend', '', 'It may'), ...said.scopes.map(check))
    this.#node.replaceChildren(this.#list, this.#made, this.#problem, this.#form)
  }

  async #make() {
    const scopes = [...this.#scopes.querySelectorAll('input')].filter(({ checked }) => checked).map(({ value }) => value)
    if (!scopes.length) return this.#fail('Choose what it may do.')
    const { said, problem } = await request('POST', '/api/tokens', { body: { label: this.#label.value.trim(), scopes } })
    if (problem) return this.#fail(problem)
    this.#problem.hidden = true
    const shown = Object.assign(element('input'), { value: said.secret, readOnly: true })
    shown.setAttribute('aria-label', 'The token')
    const sentence = 'Keep it now: it is shown this once.'
    const copy = copyButton('Copy', 'deed', () => said.secret)
    this.#made.replaceChildren(element('p', 'line reply', shown, copy, sentence))
    this.#label.value = ''
    shown.select()
    say(sentence)
    await this.load()
  }

  /** @param {string} sentence */
  #fail(sentence) {
    this.#problem.textContent = sentence
    this.#problem.hidden = false
    say(sentence)
  }

  /** @param {Token} token */
  #row({ id, label, scopes, at, used }) {
    const revoke = button('Revoke', 'deed danger', async () => {
      revoke.disabled = true
      const { problem } = await request('DELETE', `/api/tokens/${id}`)
      revoke.disabled = false
      if (problem) return this.#fail(problem)
      this.#made.replaceChildren()
      say(`${label || 'The token'} is revoked.`)
      await this.load()
      this.#label.focus()
    })
    revoke.setAttribute('aria-label', `Revoke ${label || `token ${id}`}`)
    const may = scopes.map((scope) => SAYS[/** @type {'ask'} */ (scope)] ?? scope).join(', ')
    const last = used ? ['used ', when(used)] : ['not used yet']
    const facts = element('p', 'facts', `May ${may} · made `, when(at), ' · ', ...last)
    return element('li', '', element('div', 'about', element('p', '', element('strong', '', label || `Token ${id}`)), facts), element('div', 'deeds', revoke))
  }
}

/** @param {string} scope */
function check(scope) {
  const box = Object.assign(element('input'), { type: 'checkbox', value: scope, checked: scope === 'snippets:read' })
  return element('label', 'check', box, element('span', '', SAYS[/** @type {'ask'} */ (scope)] ?? scope))
}
