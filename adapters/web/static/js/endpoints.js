// @ts-check
/** Addresses of models that people bring: tried before they are kept, tested, taken away. A key goes in and never out. */

import { element } from './dom.js'
import { endpointForm } from './endpoint_form.js'
import { endpointRow } from './endpoint_row.js'
import { request } from './http.js'
import { me } from './me.js'
import { say } from './say.js'

const POLICIES = {
  off: 'Nobody can bring an address of their own here: whoever runs this server has it switched off.',
  any: 'Any server that speaks the protocol of OpenAI may be brought. It is asked by this server, never with its own keys.',
  listed: 'Only these may be brought: ',
}
const NONE_LISTED = 'No address may be brought yet: whoever runs this server lists those that may.'

/**
 * @typedef {{ id: number, name: string, url: string, key: string, mine: boolean, shared: boolean,
 *   models: number | null, problem: string }} Endpoint `key`: its last letters; empty: it has none
 * @typedef {{ endpoints: Endpoint[], policy: 'off' | 'listed' | 'any', allowed: string[] }} Kept
 */

export class Endpoints {
  #node
  #changed
  #list = element('ul', 'entries')
  #policy = element('p', 'quiet')
  #form = endpointForm({ added: (endpoint) => this.#added(endpoint) })

  /**
   * @param {HTMLElement} node
   * @param {() => void} changed told where there are other models now
   */
  constructor(node, changed) {
    this.#node = node
    this.#changed = changed
  }

  async load() {
    const [{ said, problem }, { admin }] = await Promise.all([request('GET', '/api/endpoints'), me()])
    if (problem) return this.#node.replaceChildren(element('p', 'failed', problem))
    const { endpoints, policy, allowed } = /** @type {Kept} */ (said)
    this.#policy.textContent = describe(policy, allowed)
    this.#list.replaceChildren(...endpoints.map((each) => this.#row(each, admin)))
    this.#form.admit(admin)
    const writable = policy === 'any' || (policy === 'listed' && allowed.length > 0)
    // What is being typed in the form stays.
    if (writable && !this.#form.node.isConnected) this.#node.replaceChildren(this.#policy, this.#list, this.#form.node)
    else if (!writable) this.#node.replaceChildren(this.#policy, this.#list)
  }

  /**
   * @param {Endpoint} endpoint
   * @param {boolean} admin
   */
  #row(endpoint, admin) {
    return endpointRow(endpoint, endpoint.mine || admin, async () => {
      const { problem } = await request('DELETE', `/api/endpoints/${endpoint.id}`)
      if (problem) return problem
      this.#form.fill(endpoint, `${endpoint.name} is removed. What stood there is in this form, without its key.`)
      this.#changed()
      await this.load()
      return ''
    })
  }

  /** @param {Endpoint} endpoint */
  async #added(endpoint) {
    const count = endpoint.models ?? 0
    say(`${endpoint.name} is kept, with ${count} ${count === 1 ? 'model' : 'models'}.`)
    this.#changed()
    await this.load()
  }
}

/**
 * @param {Kept['policy']} policy
 * @param {string[]} allowed
 */
function describe(policy, allowed) {
  if (policy !== 'listed') return POLICIES[policy]
  return allowed.length ? `${POLICIES.listed}${allowed.join(', ')}.` : NONE_LISTED
}
