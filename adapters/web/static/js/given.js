// @ts-check
/** What a command gives beside its words, and what it asks for: a file to keep, a file to choose, a text to write. */

import { runWithFile } from './api.js'
import { button, element } from './dom.js'

/**
 * @typedef {import('./api.js').Reply} Reply
 * @typedef {(reply: Reply) => void} Answered
 */

/**
 * Return a link that keeps a file.
 * @param {import('./api.js').Download} file
 */
export function download({ name, data }) {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
  const link = element('a', 'download', `Download ${name}`)
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  return link
}

/**
 * Return a field in which a file is chosen; the command runs with it at once.
 * @param {import('./api.js').Picker} picker
 * @param {Answered} answered
 */
export function picker({ label, command }, answered) {
  const input = element('input')
  input.type = 'file'
  input.addEventListener('change', async () => {
    const [file] = input.files ?? []
    if (!file) return
    input.disabled = true
    answered(await runWithFile(command, file))
  })
  return element('label', 'picker', element('span', '', label), input)
}

const CARRIAGE_RETURNS =
  'Its lines end as those of Windows do, or in part, which a field of a page would change without a word. Change it' +
  ' where you write code, and choose the file.'

/**
 * Return a form for a text of many lines. What can't be done is said in it, so that nothing of the text is lost.
 * @param {import('./api.js').Form} form
 * @param {Answered} answered
 * @param {() => void} cancelled
 */
export function editor({ title, label, text, command }, answered, cancelled) {
  if (text.includes('\r')) {
    const cancel = element('div', 'deeds', button('Cancel', 'deed', cancelled))
    return element('div', 'editor', element('p', '', CARRIAGE_RETURNS), picker({ label, command }, answered), cancel)
  }
  const area = element('textarea')
  area.value = text
  area.dir = 'ltr'
  area.spellcheck = false
  area.rows = Math.min(20, Math.max(4, text.split('\n').length + 1))
  const problem = element('p', 'failed')
  problem.hidden = true
  const save = element('button', 'deed', 'Save')
  const line = element('div', 'deeds', save, button('Cancel', 'deed', cancelled))
  const made = element('form', 'editor', element('label', '', element('span', '', label), area), problem, line)
  made.setAttribute('aria-label', title)
  made.addEventListener('submit', async (event) => {
    event.preventDefault()
    save.disabled = true
    // As a file, so that the command reads nothing out of it; of two byte order marks the server takes one away.
    const reply = await runWithFile(command, new File(['\uFEFF', area.value], 'text.txt'))
    save.disabled = false
    if (!reply.failed) return answered(reply)
    problem.textContent = reply.text
    problem.hidden = false
    area.focus()
  })
  return made
}
