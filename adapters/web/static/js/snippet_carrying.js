// @ts-check
/** Snippets brought in from a file, after a look at what that would do. What is taken along are links of the page. */

import { button, element, find } from './dom.js'
import { request } from './http.js'
import { say } from './say.js'

const SHOWN = 8

/**
 * @typedef {{ dry_run: boolean, new: string[], back: string[], had: string[],
 *   refused: { name: string, why: string }[] }} Imported
 */

/** @param {() => void} changed told when something was brought in */
export function offerCarrying(changed) {
  const panel = find('snippet-carrying', HTMLElement)
  const opener = find('snippet-carry', HTMLButtonElement)
  const chooser = find('snippet-file', HTMLInputElement)
  const plan = find('snippet-plan', HTMLElement)

  opener.addEventListener('click', () => {
    panel.hidden = !panel.hidden
    opener.setAttribute('aria-expanded', String(!panel.hidden))
  })

  /**
   * @param {File} file
   * @param {boolean} dry
   */
  const bring = async (file, dry) => {
    const said = new URLSearchParams({ dry_run: String(dry), name: file.name.slice(-200) })
    const outcome = await request('POST', `/api/v1/import?${said}`, { body: file })
    plan.classList.toggle('failed', Boolean(outcome.problem))
    if (outcome.problem) plan.replaceChildren(outcome.problem)
    else plan.replaceChildren(...tell(outcome.said))
    return outcome
  }

  chooser.addEventListener('change', async () => {
    const [file] = chooser.files ?? []
    if (!file) return plan.replaceChildren()
    const { said, problem } = await bring(file, true)
    if (problem || !(said.new.length || said.back.length)) return
    const go = button('Bring them in', 'deed strong', async () => {
      go.disabled = true
      const { problem: failed } = await bring(file, false)
      chooser.value = ''
      chooser.focus()
      if (failed) return say(failed)
      say(plan.textContent ?? '')
      changed()
    })
    plan.append(element('div', 'deeds', go))
    go.focus()
  })
}

/** @param {Imported} imported */
function tell({ dry_run: dry, new: fresh, back, had, refused }) {
  const lines = [
    fresh.length && `${dry ? 'New' : 'Brought in'}: ${names(fresh)}.`,
    back.length && `${dry ? 'To come back' : 'Back'} from the bin: ${names(back)}.`,
    had.length && `Kept already: ${names(had)}.`,
    ...refused.map(({ name, why }) => `${name} can not be brought: ${why}`),
  ].filter((line) => typeof line === 'string')
  return (lines.length ? lines : ['There is no snippet in it.']).map((line) => element('p', '', line))
}

/** @param {string[]} all */
function names(all) {
  const more = all.length - SHOWN
  return `${all.length} (${all.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''})`
}
