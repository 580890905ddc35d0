// @ts-check
/** Sign in with the link that led here: say first whom it signs in, and spend it when that person says so. */

import { find } from './dom.js'

const PLATFORMS = new Map([['slack', 'Slack'], ['discord', 'Discord']])
const AWAY = 'The server can not be reached. Try again in a moment.'
const OUT = 'You are not signed in here any more. What you were writing is kept.'
const LEFT = 'You are signed out.'

const problem = find('problem', HTMLElement)
const known = find('known', HTMLElement)
const ways = find('ways', HTMLElement)
const go = find('continue', HTMLButtonElement)
let token = ''

/** Take the token out of the address, so that neither history nor a picture of the screen has it. */
async function arrive() {
  const said = new URLSearchParams(location.hash.slice(1))
  token = said.get('t') ?? ''
  history.replaceState(null, '', '/login')
  if (said.has('out')) refuse(OUT, true)
  if (said.has('left')) refuse(LEFT, true)
  if (token) await introduce()
}

async function introduce() {
  const looked = await post('/login/look', token)
  if (!looked) return
  const { name, platform, team } = await looked.json()
  find('who', HTMLElement).textContent = `Continue as ${name} (${[team, PLATFORMS.get(platform) ?? platform].filter(Boolean).join(', ')})?`
  problem.hidden = true
  known.hidden = false
  ways.hidden = true
  go.disabled = false
  go.focus()
}

async function signIn() {
  go.disabled = true
  if (await post('/login', token)) return location.replace('/')
  go.disabled = false
}

/**
 * Return the answer; null where that was a refusal, which is told.
 * @param {string} address
 * @param {string} secret
 */
async function post(address, secret) {
  try {
    const response = await fetch(address, { method: 'POST', body: JSON.stringify({ token: secret }) })
    if (response.ok) return response
    refuse((await response.json()).detail, response.status === 410)
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error
    refuse(AWAY, false)
  }
  return null
}

/**
 * @param {string} sentence
 * @param {boolean} forGood the link is no good any more
 */
function refuse(sentence, forGood) {
  problem.textContent = sentence
  problem.hidden = false
  if (!forGood) return
  known.hidden = true
  ways.hidden = false
}

go.addEventListener('click', signIn)
addEventListener('hashchange', () => location.hash && arrive())
arrive()
