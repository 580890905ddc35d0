// @ts-check
/** Copy text, and say on the button that it was done. */

import { button, element } from './dom.js'
import { say } from './say.js'

const SHOWN = 1500

/**
 * @param {string} label
 * @param {string} className
 * @param {() => string} text what to copy, asked for when it is pressed
 */
export function copyButton(label, className, text) {
  return button(label, className, async (pressed) => {
    pressed.textContent = (await copy(text())) ? 'Copied' : 'Not copied'
    setTimeout(() => (pressed.textContent = label), SHOWN)
  })
}

/** Copy the code that was written last in the conversation. */
export async function copyLastCode() {
  const code = [...document.querySelectorAll('#transcript .answer pre code')].at(-1)
  if (!code) return say('There is no code here yet.')
  say((await copy(code.textContent ?? '')) ? 'The last code is copied.' : 'Not copied.')
}

/** @param {string} text */
async function copy(text) {
  if (!navigator.clipboard) return copyBySelection(text)
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => copyBySelection(text),
  )
}

/**
 * The way that browsers offer to pages without https.
 * @param {string} text
 */
function copyBySelection(text) {
  const area = element('textarea', 'visually-hidden')
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
