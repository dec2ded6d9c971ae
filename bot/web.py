"""What a process has that answers on the web: the parts of a running bot, and what its pages and
files are made with. A scheduler goes without: the libraries behind them take some 25 MB."""

from functools import cached_property

from bot.clock import today
from bot.code_file import CodeFile
from bot.export_file import ExportFile
from bot.pages.files import FilePages
from bot.pages.sessions import Seals
from bot.roster_file_page import ResultFile, TemplateFile
from bot.runtime import Runtime
from bot.sent_file_page import SentFilePage
from bot.settings import Settings
from handlers.agreements import agreement_file
from handlers.documents import document_file
from handlers.my_data_file import CopyFile


class WebRuntime(Runtime):
    """The parts of a bot on the web, by name. `current_app.extensions["philiang"]`."""

    def __init__(self, settings: Settings):
        super().__init__(settings)
        self.files: FilePages = {
            "roster_template": TemplateFile(settings.timezone),
            "roster_result": ResultFile(settings.timezone, lambda key: self.media.open(key)),
            **{
                name: SentFilePage(
                    name,
                    find,
                    lambda key: self.media.open(key),
                    lambda now: today(now, settings.timezone),
                )
                for name, find in (("document", document_file), ("agreement", agreement_file))
            },
            "my_data": CopyFile(settings.timezone),
            "codes": CodeFile(
                settings.timezone,
                settings.export_minutes,
                lambda token: self.cipher.unlock(token),
                self.chat_link,
            ),
            "export": ExportFile(
                settings.timezone, settings.export_minutes, lambda key: self.media.open(key)
            ),
        }

    @cached_property
    def seals(self) -> Seals:
        return Seals(self.settings)
