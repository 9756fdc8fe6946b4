"""Organisations whose copy travels under their name, and how they are credited.

The key is the name under which their copies are counted as one origin.
"""

from collections.abc import Mapping
from typing import Any

# fmt: off
RULES: Mapping[str, Any] = {
    "origins": {
        "Reuters": ["Reuters", "Thomson Reuters", "Рейтер"],
        "AP": ["AP", "Associated Press", "The Associated Press", "A.P."],
        "AFP": ["AFP", "Agence France-Presse", "Agence France Presse", "АФП"],
        "DPA": ["dpa", "Deutsche Presse-Agentur"],
        "EFE": ["EFE", "Agencia EFE"],
        "ANSA": ["ANSA"],
        "Bloomberg": ["Bloomberg", "Bloomberg News"],
        "Dow Jones": ["Dow Jones", "Dow Jones Newswires"],
        "UPI": ["UPI", "United Press International"],
        "PA Media": ["PA Media", "Press Association", "PA news agency"],
        "AAP": ["AAP", "Australian Associated Press"],
        "Canadian Press": ["The Canadian Press", "Canadian Press"],
        "PTI": ["PTI", "Press Trust of India"],
        "ANI": ["ANI"],
        "IANS": ["IANS"],
        "Xinhua": ["Xinhua", "Xinhua News Agency"],
        "Kyodo": ["Kyodo", "Kyodo News"],
        "Jiji": ["Jiji", "Jiji Press"],
        "Yonhap": ["Yonhap", "Yonhap News Agency"],
        "TASS": ["TASS", "ТАСС"],
        "RIA Novosti": ["RIA Novosti", "RIA", "РИА Новости", "РИА"],
        "Interfax": ["Interfax", "Интерфакс", "IFX"],
        "Anadolu": ["Anadolu", "Anadolu Agency"],
        "Ukrinform": ["Ukrinform", "Укринформ"],
        "Kazinform": ["Kazinform", "Казинформ"],
        "BBC": ["BBC", "BBC News", "the BBC", "Би-би-си"],
        "CNN": ["CNN"],
        "Al Jazeera": ["Al Jazeera"],
        "Fox News": ["Fox News"],
        "NBC": ["NBC", "NBC News"],
        "ABC": ["ABC", "ABC News"],
        "CBS": ["CBS", "CBS News"],
        "NPR": ["NPR"],
        "Sky News": ["Sky News"],
        "The Guardian": ["The Guardian"],
        "The New York Times": ["The New York Times", "New York Times"],
        "The Washington Post": ["The Washington Post", "Washington Post"],
        "The Wall Street Journal": ["The Wall Street Journal", "Wall Street Journal", "WSJ"],
        "Financial Times": ["Financial Times"],
        "RFE/RL": ["RFE/RL", "Radio Free Europe", "Радио Свобода"],
        "Deutsche Welle": ["Deutsche Welle", "DW"],
        "Meduza": ["Meduza", "Медуза"],
        "SANA": ["SANA"],
        "IRNA": ["IRNA"],
        "KCNA": ["KCNA"],
    },
}
