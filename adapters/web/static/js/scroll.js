// @ts-check
/** Follow the newest text, but only while the reader is at the end of it. */

const NEAR = 48

/**
 * @param {HTMLElement} growing
 * @param {HTMLButtonElement} newest the button that leads back to the end
 * @returns {{ goToEnd: () => void, stay: () => void }} go to the end and follow from there; stay where one is
 */
export function followEnd(growing, newest) {
  const page = document.documentElement
  let following = true
  let last = 0

  const distance = () => page.scrollHeight - page.scrollTop - page.clientHeight
  const show = () => (newest.hidden = following || distance() < NEAR)
  const jump = () => page.scrollTo({ top: page.scrollHeight, behavior: 'instant' })
  const goToEnd = () => {
    following = true
    jump()
    show()
  }
  const stay = () => {
    following = false
  }

  addEventListener('scroll', () => {
    if (page.scrollTop < last - 1) following = false
    if (distance() < NEAR) following = true
    last = page.scrollTop
    show()
  }, { passive: true })
  new ResizeObserver(() => {
    if (following) jump()
    show()
  }).observe(growing)
  newest.addEventListener('click', goToEnd)
  return { goToEnd, stay }
}
