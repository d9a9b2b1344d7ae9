# The sentences of the demo, beside those of the bot.

# --- in the terminal
demo-title = Levem: попробуйте в браузере
demo-about = Бот настоящий, файл SQLite новый, понарошку только Telegram. Ctrl-C всё завершит и уберёт за собой.
demo-failed = Бот не запустился. Последние строки его журнала:

# --- the people, the chat and the events it begins with
demo-chat = Levem · Продажи
demo-organizer = Анна
demo-buyer = Борис
demo-guest = Маша
demo-door = Вера
demo-sketch-title = Скетчинг у реки
demo-sketch-description = Два неспешных часа с карандашами и термосом. Бумага, краски и хорошая компания — с нас, опыт не нужен.
demo-sketch-venue = Старый мост, левый берег
demo-supper-title = Ужин на четверых
demo-supper-description = Один стол, четыре незнакомца, пять блюд. Шеф готовит из того, что утром нашлось на рынке.
demo-supper-venue = Кухня № 12, Садовый переулок, 3
demo-jazz-title = Джаз на крыше
demo-jazz-description = Два отделения, весь город у ваших ног и огоньки над головой. Пледы есть, бар работает до последнего гостя.
demo-jazz-venue = Лофт «Крыша», Лесная, 5
demo-jazz-floor = Танцпол
demo-jazz-front = Первый ряд
demo-transfer = Карта 5555 5555 5555 4444, Анна (карта ненастоящая: это демо)
demo-lecture-title = Как слушать джаз
demo-lecture-description = Час онлайн о том, что в джазе слушать: кто ведёт, кто отвечает и когда хлопать. За полчаса до начала владельцы билетов получат ссылку на трансляцию.
demo-lecture-access = Трансляция: https://stream.example/how-to-listen. Пароль: бибоп. (Ссылка ненастоящая: это демо.)

# --- the page: what people are there for, and what to do first
demo-tour-event = { $name }: создайте событие
demo-tour-tickets = { $name }: два билета
demo-tour-chat = Загляните в «{ $chat }»
demo-tour-door = Сканируйте билет
demo-role-organizer = Организатор
demo-role-buyer = Покупатель
demo-role-door = На входе
demo-scan = Сканировать на входе
demo-scan-as = { $name } на входе сканирует этот код
