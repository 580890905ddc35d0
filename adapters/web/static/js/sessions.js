// @ts-check
/** The browsers in which somebody is signed in. */

import { button, element } from './dom.js'
import { request } from './http.js'
import { say } from './say.js'
import { when } from './when.js'

/** What a browser and a system call themselves; the first that is found counts: all name others, too. */
const BROWSERS = { Edg: 'Edge', OPR: 'Opera', Firefox: 'Firefox', Chrome: 'Chrome', Safari: 'Safari' }
const SYSTEMS = { Android: 'Android', iPhone: 'iPhone', iPad: 'iPad', Windows: 'Windows', 'Mac OS': 'macOS', Linux: 'Linux' }

/** @typedef {{ id: number, agent: string, at: number, seen: number, here: boolean }} Session times in seconds since 1970 */

export class Sessions {
  #node
  #list = element('ul', 'entries')
  #others = button('Sign out all others', 'deed danger', () => this.#end('', 'All others are signed out.'))
  #problem = element('p', 'failed')

  /** @param {HTMLElement} node */
  constructor(node) {
    this.#node = node
    node.append(element('h2', '', 'Where you are signed in'), this.#list, this.#problem, this.#others)
  }

  async load() {
    const { said, problem } = await request('GET', '/api/sessions')
    this.#node.hidden = false
    this.#problem.textContent = problem
    /** @type {Session[]} */
    const sessions = problem ? [] : said.sessions
    this.#list.replaceChildren(...sessions.map((session) => this.#row(session)))
    this.#others.hidden = sessions.length < 2
  }

  /** @param {Session} session */
  #row({ id, agent, at, seen, here }) {
    const name = describe(agent)
    const facts = element('p', 'facts', 'Since ', when(at), ' · seen ', when(seen))
    const head = element('p', '', element('strong', '', name), here ? ' · this browser' : '')
    const row = element('li', '', element('div', 'about', head, facts))
    if (here) return row
    const end = button('Sign out', 'deed danger', () => this.#end(`/${id}`, `${name} is signed out.`))
    end.setAttribute('aria-label', `Sign out ${name}`)
    row.append(element('div', 'deeds', end))
    return row
  }

  /**
   * @param {string} path
   * @param {string} sentence what to say once it is done
   */
  async #end(path, sentence) {
    const { problem } = await request('DELETE', `/api/sessions${path}`)
    if (!problem) await this.load()
    this.#problem.textContent = problem
    say(problem || sentence)
    const next = this.#node.querySelector('button:not([hidden])')
    if (next instanceof HTMLElement) next.focus()
    else document.getElementById('sign-out')?.focus()
  }
}

/** @param {string} agent what the browser said of itself */
function describe(agent) {
  const browser = Object.entries(BROWSERS).find(([mark]) => agent.includes(mark))?.[1]
  const system = Object.entries(SYSTEMS).find(([mark]) => agent.includes(mark))?.[1]
  return [browser ?? 'A browser', system && `on ${system}`].filter(Boolean).join(' ')
}
