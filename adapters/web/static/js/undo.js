// @ts-check
/** What was just done, told at the foot of the page, with a button that takes it back for ten seconds. */

import { button, element, find } from './dom.js'
import { say } from './say.js'

const SHOWN = 10_000

/** Takes away what is shown now.
 * @type {() => void} */
let clear = () => {}

/**
 * @param {string} sentence what was done
 * @param {() => Promise<string>} undo takes it back, and returns what went wrong: empty, nothing
 * @param {() => void} leave gives the focus a place once it can no longer be undone, where it was here
 */
export function offerUndo(sentence, undo, leave) {
  clear()
  const text = element('span', '', sentence)
  const back = button('Undo', 'deed', async () => {
    back.disabled = true
    const problem = await undo()
    if (problem) {
      text.textContent = problem
      back.disabled = false
      back.focus()
      say(problem)
    } else close()
  })
  const node = element('div', 'toast', text, back)
  const close = () => {
    clearTimeout(timer)
    const held = node.contains(document.activeElement)
    node.remove()
    if (held) leave()
  }
  // Whoever is at the button just now is given the time to decide.
  const expire = () => {
    if (node.matches(':hover, :focus-within')) timer = setTimeout(expire, SHOWN)
    else close()
  }
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })
  clear = close
  let timer = setTimeout(expire, SHOWN)
  find('dock', HTMLElement).prepend(node)
  say(sentence)
  back.focus()
}
