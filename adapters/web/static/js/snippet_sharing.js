// @ts-check
/** Who sees a snippet beside its author: the workspace, and whoever has a link. */

import { copyButton } from './copy.js'
import { button, element } from './dom.js'
import { request } from './http.js'
import { say } from './say.js'
import { when } from './when.js'

/** @type {[string, number][]} */
const TIMES = [['an hour', 3_600], ['a day', 86_400], ['a week', 604_800], ['30 days', 2_592_000]]

/**
 * @typedef {import('./snippet_calls.js').Snippet} Snippet
 * @typedef {{ open: boolean, links: { id: string, created: string, expires: string }[], url: string | null }} Shared
 */

/**
 * @param {Snippet} snippet
 * @param {() => void} changed told where somebody sees it now who did not, or the other way round
 */
export function snippetSharing({ key }, changed) {
  const address = `/api/v1/snippets/${key}/share`
  const body = element('div')
  const problem = element('p', 'failed')
  const node = element('section', 'panel', element('h3', '', 'Share'), body, problem)
  node.dataset.part = 'panel'
  node.tabIndex = -1
  node.setAttribute('aria-label', 'Share')

  /**
   * @param {string} method
   * @param {string} [path]
   * @param {unknown} [sent]
   */
  const ask = async (method, path = '', sent = undefined) => {
    const outcome = await request(method, address + path, { body: sent })
    problem.textContent = outcome.problem
    if (outcome.problem) say(outcome.problem)
    return outcome
  }
  /** @param {Shared} shared */
  const draw = (shared) => {
    const turn = button(shared.open ? 'Take back' : 'Share with the workspace', 'deed', async () => {
      const { problem: failed } = await (shared.open ? ask('DELETE') : ask('POST'))
      if (!failed) changed()
    })
    const said = shared.open
      ? 'Everybody in the workspace sees it. Taken back, its links end, too.'
      : 'The workspace does not see it.'
    body.replaceChildren(element('p', 'line', said, turn), maker(), ...links(shared))
    if (shared.url) body.append(told(shared.url))
    if (document.activeElement === node) turn.focus()
  }
  const maker = () => {
    const times = element('select', '', ...TIMES.map(([name, seconds]) => new Option(name, String(seconds))))
    times.value = String(TIMES[1][1])
    const make = element('button', 'deed', 'Make a link')
    const form = element('form', 'line', element('label', '', 'Anybody who has the link reads it, for ', times), make)
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      const { said, problem: failed } = await ask('POST', '', { expires_in: Number(times.value) })
      if (failed) return
      draw(said)
      body.querySelector('input')?.select()
      say('The link is made.')
    })
    return form
  }
  /** @param {Shared} shared */
  const links = (shared) => shared.links.map(({ id, created, expires }) => {
    const revoke = button('Revoke', 'deed danger', async () => {
      if ((await ask('DELETE', `/${id}`)).problem) return
      await load()
      say('The link leads nowhere any more.')
      node.focus()
    })
    const said = element('span', '', 'A link made ', when(created), ' that ends ', when(expires))
    return element('p', 'line', said, revoke)
  })
  const load = async () => {
    const { said, problem: failed } = await ask('GET')
    if (!failed) draw(said)
  }
  load()
  return node
}

/** @param {string} url */
function told(url) {
  const input = element('input')
  input.value = url
  input.readOnly = true
  input.setAttribute('aria-label', 'The link')
  return element('p', 'line told', input, copyButton('Copy', 'deed', () => url), 'It is shown this once.')
}
