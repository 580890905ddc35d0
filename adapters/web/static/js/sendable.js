// @ts-check
/** Whether a question can be asked: said here as the server would say it, before anything is sent. */

const EMPTY = 'The question is empty. Say in words what the code should do.'
const FILES_ALONE = 'Say in words what should be done with the files.'

/**
 * Return why it can't be asked; empty where it can.
 * @param {string} text
 * @param {number} limit in characters
 * @param {boolean} hasFiles
 */
export function whyNot(text, limit, hasFiles) {
  if (!text.trim()) return hasFiles ? FILES_ALONE : EMPTY
  const size = text.length > limit ? [...text].length : 0
  if (size <= limit) return ''
  const [has, may] = [size, limit].map((count) => count.toLocaleString('en'))
  return `The question has ${has} characters; the limit is ${may}. Leave out what does not matter.`
}
