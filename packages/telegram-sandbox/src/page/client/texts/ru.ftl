# Тексты страницы. Просто текст, без HTML.

# --- верхняя строка
app-about = Telegram здесь понарошку и только на вашем компьютере. А бот — настоящий.
app-add-person = Добавить человека
app-add-group = Добавить группу
app-language = Язык
app-language-ru = Русский
app-language-en = English
app-theme-auto = Тема: как в системе
app-theme-light = Тема: светлая
app-theme-dark = Тема: тёмная
app-drawer = Для разработчиков
app-hidden = Скрытые чаты
app-show = Показать: { $name }
app-show-unread = { $count ->
    [one] Показать: { $name }, { $count } новое сообщение
    [few] Показать: { $name }, { $count } новых сообщения
   *[many] Показать: { $name }, { $count } новых сообщений
}
app-tabs = Чаты
app-panes = Люди и чаты
app-panes-back = Чаты слева
app-panes-on = Чаты справа
app-connecting = Соединяемся…
app-lost = Связь прервалась. Подключаемся снова…
app-faults = Включено: { $names }
app-faults-off = Всё выключить
app-bot-stopped = Бот остановлен.
app-bot-start = Запустить
hint = Впервые?
hint-trouble = Сломайте что-нибудь
hint-close = Скрыть подсказку

# --- роли и языки
role-none = Без роли
language-ru = Русский
language-en = Английский
language-other = Другой

# --- чат
pane-with-bot = чат с { $bot }
pane-group = { $count ->
    [one] группа, { $count } участник
    [few] группа, { $count } участника
   *[many] группа, { $count } участников
}
pane-channel = { $count ->
    [one] канал, { $count } подписчик
    [few] канал, { $count } подписчика
   *[many] канал, { $count } подписчиков
}
pane-typing = { $bot } печатает…
pane-sending-photo = { $bot } отправляет фото…
pane-sending-file = { $bot } отправляет файл…
pane-blocked = бот заблокирован
pane-muted = боту нельзя писать сюда
pane-no-bot = бота здесь нет
pane-hide = Скрыть: { $name }
pane-wide = Сделать шире: { $name }
pane-menu = Ещё: { $name }
pane-log = Сообщения: { $name }
pane-earlier = Показать более ранние
pane-to-end = К последнему сообщению
pane-new = { $count ->
    [one] { $count } новое сообщение
    [few] { $count } новых сообщения
   *[many] { $count } новых сообщений
}
pane-empty = Сообщений пока нет
pane-today = Сегодня
pane-yesterday = Вчера
menu-block = Заблокировать бота
menu-unblock = Разблокировать бота
menu-members = Участники
menu-add-bot = Добавить бота
menu-add-bot-admin = Добавить бота администратором
menu-remove-bot = Удалить бота
menu-mute = Запретить боту писать
menu-unmute = Разрешить боту писать
menu-upgrade = Сделать супергруппой…
menu-add-topic = Добавить тему…

# --- пустой чат
start-question = Что умеет этот бот?
start-nothing = Нажмите «Старт», чтобы начать.
start-button = Старт
unblock-button = Разблокировать
nobody-here = Писать здесь некому.
only-admins-post = В канале пишут только администраторы.
upgraded-note = Эта группа стала супергруппой.

# --- поле ввода
composer = Сообщение в чат «{ $name }»
composer-message = Сообщение
composer-post = Публикация
composer-send = Отправить
composer-menu = Меню
composer-commands = Команды бота
composer-no-commands = Такой команды нет.
composer-attach = Прикрепить
composer-keyboard-show = Показать клавиатуру
composer-keyboard-hide = Скрыть клавиатуру
composer-write-as = Писать от имени
composer-topics = Темы
composer-all-topics = Все
composer-reply-to = Ответ: { $name }
composer-edit = Изменить сообщение
composer-cancel = Отменить
composer-drop = Отпустите, чтобы отправить
composer-picture = Картинка
attach-photo = Фото
attach-file = Файл
attach-album = Альбом
attach-video = Видео
attach-animation = GIF
attach-video-note = Видеосообщение
attach-audio = Музыка
attach-location = Геопозиция
attach-venue = Место с названием
attach-contact = Контакт
attach-voice = Голосовое сообщение
attach-poll = Опрос
attach-sticker = Стикер

# --- диалоги
dialog-ok = ОК
dialog-cancel = Отмена
dialog-add = Добавить
dialog-close = Закрыть
dialog-person = Добавить человека
dialog-person-name = Имя
dialog-person-name-example = Мария
dialog-person-language = Язык Telegram
dialog-person-tag = Код языка, например de или pt-br
dialog-person-role = Кто это
dialog-group = Добавить группу
dialog-group-title = Название
dialog-group-title-example = Любители джаза
dialog-group-kind = Что это
dialog-group-group = Группа
dialog-group-supergroup = Супергруппа
dialog-group-forum = Форум с темами
dialog-group-channel = Канал
dialog-group-owner = Владелец
dialog-group-members = Участники
dialog-group-bot = { $bot } будет там с самого начала.
dialog-members = Участники: «{ $name }»
dialog-members-bot = бот
status-creator = владелец
status-administrator = администратор
status-member = участник
status-left = вышел
status-kicked = удалён
dialog-upgrade = Сделать «{ $name }» супергруппой?
dialog-upgrade-text = Чат получит новый номер, как в Telegram. Ничего из того, что говорит бот, пропасть не должно — убедитесь сами.
dialog-upgrade-yes = Сделать супергруппой
dialog-topic = Новая тема в «{ $name }»
dialog-topic-name = Название
dialog-attach-photo = Отправить фото
dialog-attach-file = Отправить файл
attach-album = Альбом
attach-video = Видео
attach-animation = GIF
attach-video-note = Видеосообщение
attach-audio = Музыка
dialog-attach-caption = Подпись
dialog-attach-as-file = Отправить файлом
dialog-send = Отправить
dialog-open-link = Открыть ссылку

# --- что не вышло и что сделано
failed-unreachable = Демо не отвечает. Попробуйте чуть позже.
failed-gone = Этого уже нет.
failed-invalid = Так сделать нельзя.
failed-failed = Telegram этого не позволяет.
failed-file = Этот файл не отправить: можно до 20 МБ.
copied = Скопировано
not-copied = Браузер не разрешает копировать.

# --- панель разработчика
drawer = Для разработчиков
drawer-resize = Ширина панели
drawer-calls = Вызовы
drawer-faults = Сбои
drawer-bot = Бот
calls-filter = Фильтр
calls-filter-example = метод, чат, текст…
calls-failed = Только неудачные
calls-clear = Очистить
calls-none = Вызовов пока нет. Нажмите что-нибудь в чате.
calls-none-fit = Ничего не нашлось.
calls-about = Запросы бота к Telegram в прямом эфире. Опрос обновлений не показан.
calls-params = Параметры
calls-answer = Ответ
calls-no-answer = Соединение оборвалось: ответа нет.
calls-copy = Копировать
calls-cut = обрыв
calls-ms = { $ms } мс
faults-about = Ломайте и смотрите: ничего не теряется.
faults-times = На сколько вызовов
faults-once = 1
faults-thrice = 3
faults-until = пока включено
faults-chat = Чат
faults-everywhere = любой
faults-hits = { $count ->
    [0] пока не затронут ни один вызов
    [one] затронут { $count } вызов
    [few] затронуто { $count } вызова
   *[many] затронуто { $count } вызовов
}
faults-left = осталось: { $count }
faults-people = Люди
faults-groups = Группы и каналы
fault-down = Telegram недоступен
fault-down-text = Адрес не отвечает вовсе. Всё, что боту нужно сказать, ждёт.
fault-gateway = Ошибка шлюза
fault-gateway-text = На каждый вызов приходит страница прокси с кодом 502, как при аварии.
fault-tooManyRequests = Слишком много запросов
fault-tooManyRequests-text = На каждый вызов — 429 и «повторите через 3 секунды».
fault-dropBefore = Обрыв до выполнения
fault-dropBefore-text = Соединение рвётся раньше, чем Telegram что-то сделал.
fault-deliverThenDrop = Обрыв после выполнения
fault-deliverThenDrop-text = Telegram всё сделал, но ответ пропал: бот не может этого знать.
fault-hang = Нет ответа
fault-hang-text = Соединение открыто, но ничего не приходит.
fault-slow = Медленно
fault-slow-text = Каждый ответ идёт на 2 секунды дольше.
fault-overallLimit = Сообщение в секунду
fault-overallLimit-text = На все чаты вместе Telegram принимает одно сообщение в секунду, на остальное отвечает 429.
fault-repeatUpdates = Обновления приходят дважды
fault-repeatUpdates-text = Каждое сообщение и нажатие приходит боту дважды, а сработать должно один раз.
person-blocked = Бот заблокирован
program-about = Бот — отдельная программа. Остановите её на полуслове: всё, что ей сказали, подождёт.
program-starting = Бот запускается…
program-running = Бот работает
program-running-pid = Бот работает, процесс { $pid }
program-stopping = Бот останавливается…
program-stopped = Бот остановлен
program-start = Запустить
program-stop = Остановить
program-restart = Перезапустить
program-kill = Убить (kill −9)
program-none = Эта страница не управляет процессом бота.
program-log = Журнал
clock-now = Здесь сейчас
clock-minutes = +10 мин
clock-hour = +1 ч
clock-day = +1 день
program-no-log = В журнале пока пусто.

# --- content
content-message = Сообщение
content-edited = изменено
content-protected = Защищено: нельзя сохранить или переслать
content-unknown = Такое сообщение здесь показать нельзя.
content-actions = Действия с сообщением
content-reply = Ответить
content-edit = Изменить
content-copy-text = Копировать текст
content-copy = Копировать
content-copy-code = Копировать код
content-code = код
content-spoiler = Скрытый текст, показать
content-unfold = Развернуть или свернуть цитату
content-hidden-photo = Скрытое фото, показать
content-open-photo = Открыть фото
content-open-photo-of = Открыть фото: { $text }
content-download = Скачать { $name }
content-save = Сохранить
content-close = Закрыть
content-done = Готово
content-forwarded = Переслано от
content-reply-to = В ответ на сообщение { $name }: { $text }
content-kind-photo = Фото
content-kind-document = Файл
content-kind-sticker = Стикер
content-kind-voice = Голосовое сообщение
content-kind-video = Видео
content-kind-animation = GIF
content-kind-video_note = Видеосообщение
content-kind-audio = Музыка
content-kind-poll = Опрос
content-kind-quiz = Викторина
content-kind-location = Геопозиция
content-open-map = Открыть карту
content-kind-contact = Контакт
content-kind-invoice = Счёт
content-buttons = Кнопки сообщения
content-reply-buttons = Клавиатура бота
content-button-inert = Эта кнопка работает в самом Telegram, здесь — нет.
content-shares-contact = Отправит номер телефона
content-shares-location = Отправит геопозицию
content-open-code = Открыть ссылку из кода

# что произошло в чате
content-joined = Теперь в группе: { $name }
content-added = { $name } добавляет: { $others }
content-left = { $name } покидает группу
content-removed = { $name } исключает: { $other }
content-pinned = { $name } закрепляет «{ $text }»
content-pinned-message = { $name } закрепляет сообщение
content-upgraded = Группа стала супергруппой
content-upgraded-from = Группа стала супергруппой; прежние сообщения — выше
content-topic-created = Создана тема «{ $topic }»
content-topic-edited = Теперь тема называется «{ $topic }»
content-topic-closed = Тема закрыта
content-topic-reopened = Тема снова открыта
content-renamed = Теперь чат называется «{ $title }»
content-group-created = { $name } создаёт группу
content-channel-created = Канал создан
content-you-paid = Вы заплатили { $price }
content-you-paid-for = Вы заплатили { $price } за «{ $title }»
content-paid = { $name } платит { $price }
content-paid-for = { $name } платит { $price } за «{ $title }»
content-refunded = { $bot } возвращает { $price }

# оплата
content-invoice = счёт
content-checkout = Оплата
content-total = Итого
content-pay = Заплатить { $price }
content-pay-with-card = Тестовая карта
content-pay-with-stars = Тестовый баланс
content-card-works = Пройдёт
content-card-declined = Будет отклонена
content-stars-works = Звёзд хватает
content-stars-declined = Звёзд не хватает
content-pay-note = Деньги здесь ненастоящие, карты тоже.
content-pay-note-stars = Звёзды здесь ненастоящие, баланс тоже.
content-pay-asking = Спрашиваем бота…
content-pay-done = Оплачено: { $price }
content-pay-done-note = Бот об этом уже знает.
content-pay-refused = Бот отклонил заказ
content-pay-unanswered = Бот не ответил за 10 секунд
content-pay-declined = Карта отклонена
content-pay-declined-stars = Звёзд не хватило
content-pay-failed = Ответ потерялся. Прошла ли оплата, видно в чате.
content-pay-nothing = Ничего не списано.
content-pay-again = Попробовать ещё раз
