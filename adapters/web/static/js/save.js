// @ts-check
/** A button in the head of each code block of an answer: it keeps the block as a snippet, and takes that back. */

import { button, element } from './dom.js'
import { keep, throwAway } from './saved.js'
import { say } from './say.js'

/** Milliseconds for which what was just saved can be taken back with one press. */
const UNDO = 10_000
const LANGUAGE = /^[\w+#.-]{0,30}$/

/**
 * @param {HTMLElement} prose an answer that is complete
 * @param {number} exchange its number
 */
export function offerSaving(prose, exchange) {
  for (const figure of prose.querySelectorAll('figure.code')) {
    const caption = figure.querySelector('figcaption')
    const code = figure.querySelector('code')
    if (!caption || !code?.textContent?.trim() || caption.querySelector('.save')) continue
    const language = figure.getAttribute('data-language') ?? ''
    const block = { code: code.textContent, language: LANGUAGE.test(language) ? language : '', exchange }
    caption.querySelector('.copy')?.before(...saving(block))
  }
}

/** @param {{ code: string, language: string, exchange: number }} block */
function saving(block) {
  const note = element('span', 'saved')
  let key = ''
  let timer = 0

  /**
   * @param {string} text shown beside the button
   * @param {string} label what the button does from now on
   * @param {string} [spoken] what is said of it to who can't see that
   */
  const tell = (text, label, spoken = text) => {
    clearTimeout(timer)
    note.textContent = text
    made.textContent = label
    made.classList.toggle('done', label === 'Saved')
    say(spoken)
  }

  const save = async () => {
    const { key: kept, had, problem } = await keep(block)
    if (problem) return tell(problem, 'Save')
    if (had) return tell(`${kept}, as before`, 'Saved', `It was saved before, as ${kept}.`)
    key = kept
    tell(kept, 'Undo', `Saved as ${kept}.`)
    timer = setTimeout(() => {
      key = ''
      made.textContent = 'Saved'
      made.classList.add('done')
    }, UNDO)
  }

  const undo = async () => {
    const problem = await throwAway(key)
    key = ''
    tell(problem, problem ? 'Saved' : 'Save', problem || 'Not saved any more.')
  }

  const made = button('Save', 'save', async () => {
    if (made.classList.contains('done') || made.getAttribute('aria-busy')) return
    made.setAttribute('aria-busy', 'true')
    await (key ? undo() : save())
    made.removeAttribute('aria-busy')
  })
  return [note, made]
}
