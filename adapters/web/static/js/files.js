// @ts-check
/** Files that go with a question: read at once, so that what can't be sent is said before anything is sent. */

/** What the server takes, in bytes: of one text, of one picture, of all of them. */
const MOST_TEXT = 200_000
const MOST_PICTURE = 5_000_000
const MOST_ALL = 11_000_000
export const MOST_FILES = 5
const PICTURE = /\.(?:png|jpe?g|gif|webp)$/i
/** Bytes read to tell text from anything else. */
const HEAD = 4096
const PIECE = 0x8000

/** @typedef {{ name: string, data: string }} Attached `data` in Base64 */
/** @typedef {{ file: Attached & { size: number } | null, problem: string }} Read */

/**
 * Tell pictures by their names, as the server does.
 * @param {{ name: string }} file
 */
export function isPicture({ name }) {
  return PICTURE.test(name)
}

/**
 * @param {File} file
 * @param {{ size: number }[]} others those that go with it
 * @returns {Promise<Read>}
 */
export async function readFile(file, others) {
  const most = isPicture(file) ? MOST_PICTURE : MOST_TEXT
  if (others.length >= MOST_FILES) return refuse(`A question can have ${MOST_FILES} files; ${file.name} is one more.`)
  if (file.size > most) return refuse(`${file.name} has ${say(file.size)}; the limit is ${say(most)}.`)
  if (others.reduce((sum, { size }) => sum + size, file.size) > MOST_ALL) {
    return refuse(`With ${file.name} the files have more than ${say(MOST_ALL)}.`)
  }
  const bytes = await read(file)
  if (!bytes) return refuse(`${file.name} can not be read.`)
  if (!isPicture(file) && bytes.subarray(0, HEAD).includes(0) && !isWide(bytes)) {
    return refuse(`${file.name} is neither text nor a picture (PNG, JPEG, GIF or WebP).`)
  }
  return { file: { name: file.name.toWellFormed(), data: encode(bytes), size: file.size }, problem: '' }
}

/** @param {number} bytes */
export function say(bytes) {
  if (bytes < 1000) return `${bytes} bytes`
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${Number(size.toPrecision(2))} ${unit}`
}

/**
 * @param {string} problem
 * @returns {Read}
 */
function refuse(problem) {
  return { file: null, problem }
}

/** @param {File} file */
async function read(file) {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    if (error instanceof DOMException) return null // a folder, or a file that has gone meanwhile
    throw error
  }
}

/**
 * Tell whether a text begins with the mark of UTF-16, in which zeros are nothing odd.
 * @param {Uint8Array} bytes
 */
function isWide([first, second]) {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

/** @param {Uint8Array} bytes */
function encode(bytes) {
  let binary = ''
  for (let at = 0; at < bytes.length; at += PIECE) {
    binary += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  }
  return btoa(binary)
}
