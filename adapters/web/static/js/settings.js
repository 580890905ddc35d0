// @ts-check
/** The part of the page for settings: who somebody is here, how the page looks, models, tokens, sessions. */

import { Endpoints } from './endpoints.js'
import { find } from './dom.js'
import { request } from './http.js'
import { me } from './me.js'
import { forgetAll } from './memory.js'
import { Sessions } from './sessions.js'
import { ModelSettings } from './settings_models.js'
import { TokenSettings } from './settings_tokens.js'
import { LEFT, leave } from './signed_out.js'
import { say } from './say.js'
import { setTheme, theme } from './theme.js'

const PLATFORMS = { slack: 'Slack', discord: 'Discord' }

export class Settings {
  #models = new ModelSettings(find('settings-models', HTMLElement))
  #endpoints = new Endpoints(find('settings-endpoints', HTMLElement), () => this.#models.load())
  #tokens = new TokenSettings(find('settings-tokens', HTMLElement))
  #sessions = new Sessions(find('settings-sessions', HTMLElement))
  #out = find('sign-out', HTMLButtonElement)

  constructor() {
    this.#out.addEventListener('click', () => this.#signOut())
    for (const choice of find('theme', HTMLElement).querySelectorAll('input')) {
      choice.checked = choice.value === theme()
      choice.addEventListener('change', () => setTheme(choice.value))
    }
  }

  open() {
    this.#tell()
    this.#models.load()
    this.#endpoints.load()
    this.#tokens.load()
  }

  async #tell() {
    const { name, platform, workspace, auth, admin } = await me()
    const signedIn = auth === 'chat'
    const from = [PLATFORMS[/** @type {'slack'} */ (platform)] ?? '', workspace].filter(Boolean).join(', ')
    const who = from && signedIn ? `${name} (${from})` : name
    find('account', HTMLElement).textContent = signedIn
      ? `You are ${who}${admin ? ', and an admin' : ''}.`
      : 'You need not sign in: only this machine reaches the page.'
    this.#out.hidden = !signedIn
    if (signedIn) this.#sessions.load()
  }

  async #signOut() {
    const { problem } = await request('POST', '/api/sign-out')
    if (problem) {
      find('account', HTMLElement).textContent = problem
      return say(problem)
    }
    forgetAll('draft') // whoever signs in next may be somebody else
    leave(LEFT)
  }
}
