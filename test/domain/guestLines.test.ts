import { describe, expect, test } from 'vitest'
import { giftIn, guestLinesIn } from '../../src/domain/guestLines.js'

const read = (text: string): readonly string[] =>
  guestLinesIn(text).map((line) =>
    line.kind === 'odd'
      ? `? ${line.line}: ${line.why}`
      : [
          line.name,
          ...(line.username === undefined ? [] : [`@${line.username}`]),
          `×${line.quantity}`,
          ...(line.reason === undefined ? [] : [`(${line.reason})`]),
        ].join(' '),
  )

describe('a guest list, line by line', () => {
  test.each([
    ['Anna Petrova +2', 'Anna Petrova ×3'],
    ['Anna Petrova + 2', 'Anna Petrova ×3'],
    ['Anna Petrova+2', 'Anna Petrova ×3'],
    ['Иван; VIP', 'Иван ×1 (VIP)'],
    ['Иван +1; VIP', 'Иван ×2 (VIP)'],
    ['Иван; VIP +1', 'Иван ×2 (VIP)'],
    ['Ivan — press', 'Ivan ×1 (press)'],
    ['Ivan - press +1', 'Ivan ×2 (press)'],
    ['Ivan | press', 'Ivan ×1 (press)'],
    ['Ivan (press)', 'Ivan ×1 (press)'],
    ['Ivan (press) +2', 'Ivan ×3 (press)'],
    ['Ivan +2 (press)', 'Ivan ×3 (press)'],
    ['Ivan\t3\tpress', 'Ivan ×3 (press)'],
    ['Ivan x3', 'Ivan ×3'],
    ['Иван х3', 'Иван ×3'],
    ['Ivan ×3', 'Ivan ×3'],
    ['Ivan 3x', 'Ivan ×3'],
    ['3x Ivan', 'Ivan ×3'],
    ['3 Ivan', 'Ivan ×3'],
    ['Ivan (3)', 'Ivan ×3'],
    ['Ivan, 3', 'Ivan ×3'],
    ['Ivan: 3', 'Ivan ×3'],
    ['Ivan - 3', 'Ivan ×3'],
    ['Ivan 3', 'Ivan ×3'],
    ['Ivan 3 tickets', 'Ivan ×3'],
    ['Иван Петров 2 билета', 'Иван Петров ×2'],
    ['Иван два билета', 'Иван ×2'],
    ['Иван и ещё 2 человека', 'Иван ×3'],
    ['Anna and 2 guests', 'Anna ×3'],
    ['Анна с двумя', 'Анна с двумя ×1'],
    ['Анна + муж', 'Анна ×2'],
    ['Anna +one', 'Anna ×2'],
    ['Anna +1 +1', 'Anna ×3'],
    ['Anna +1 guest', 'Anna ×2'],
    ['Анна +', 'Анна ×2'],
    ['Анна плюс 2', 'Анна ×3'],
    ['1. Anna', 'Anna ×1'],
    ['2) Anna +1', 'Anna ×2'],
    ['- Anna', 'Anna ×1'],
    ['• Анна', 'Анна ×1'],
    ['✅ Анна', 'Анна ×1'],
    ['@anna_p', '@anna_p @anna_p ×1'],
    ['@anna_p +1; press', '@anna_p @anna_p ×2 (press)'],
    ['Anna (@anna_p) x2', 'Anna @anna_p ×2'],
    ['https://t.me/anna_p', '@anna_p @anna_p ×1'],
    ['O’Hara, Mary-Jane', 'O’Hara, Mary-Jane ×1'],
    ['DJ Kot 2000', '? DJ Kot 2000: tooMany'],
    ['Anna x11', '? Anna x11: tooMany'],
    ['Anna x0', '? Anna x0: tooMany'],
    ['+2', '? +2: noName'],
    ['5', '? 5: noName'],
    ['Иванов  Иван', 'Иванов Иван ×1'],
    ['Ａｎｎａ ＋２', 'Ａｎｎａ ×3'],
  ])('%s', (text, said) => {
    expect(read(text)).toEqual([said])
  })

  test('a line that ends with a colon is the reason for those below it, and what is no line is passed over', () => {
    expect(read('Пресса:\nАнна\nБорис; ТАСС\n\n---\nBand:\r\nVera +1')).toEqual([
      'Анна ×1 (Пресса)',
      'Борис ×1 (ТАСС)',
      'Vera ×2 (Band)',
    ])
  })

  test('a reason that goes on and on is cut, so that it can be kept', () => {
    const [line] = guestLinesIn(`Anna; ${'long '.repeat(50)}`)
    expect(line?.kind === 'guest' && line.reason).toHaveLength(60)
  })

  test('without a name there is no list, and a hundred lines are enough', () => {
    expect(() => guestLinesIn(' \n---\n')).toThrow('guestLinesNone')
    expect(() => guestLinesIn('Press:')).toThrow('guestLinesNone')
    expect(read(Array.from({ length: 100 }, (_, i) => `Guest No${i}a`).join('\n'))).toHaveLength(100)
    expect(() => guestLinesIn('Anna\n'.repeat(101))).toThrow('guestLinesTooMany')
  })
})

describe('how many tickets, and why', () => {
  test.each([
    ['4; press', 4, 'press'],
    ['4', 4, undefined],
    ['+3', 3, undefined],
    ['4 press', 4, 'press'],
    ['4 билета; для группы', 4, 'для группы'],
    ['two — the band', 2, 'the band'],
    ['два билета', 2, undefined],
  ])('%s', (text, quantity, reason) => {
    expect(giftIn(text)).toEqual({ quantity, reason })
  })

  test('a number is needed', () => {
    expect(() => giftIn('press')).toThrow('guestNumberNeeded')
  })
})
