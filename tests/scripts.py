"""Names of cities in many scripts, as their people write them."""

from __future__ import annotations

NAMES = {
    "Arabic": "القاهرة",
    "Urdu": "کراچی",
    "Hebrew": "חיפה",
    "Devanagari": "दिल्ली",
    "Bengali": "ঢাকা",
    "Gujarati": "સુરત",
    "Tamil": "சென்னை",
    "Kannada": "ಬೆಂಗಳೂರು",
    "Sinhala": "කොළඹ",
    "Thai": "กรุงเทพฯ",
    "Lao": "ວຽງຈັນ",
    "Burmese": "ရန်ကုန်",
    "Georgian": "თბილისი",
    "Armenian": "Երևան",
    "Amharic": "አዲስ አበባ",
    "Greek": "Αθήνα",
    "Cyrillic": "Київ",
    "Chinese": "北京",
    "Japanese": "さいたま",
    "Korean": "서울",
    "Vietnamese": "Đà Nẵng",
    "Danish": "Ærø",
    "Tifinagh": "ⵜⵉⵣⵏⵉⵜ",
}

DRAWN_ONLY = {"Khmer": "ភ្នំពេញ"}
"""What is drawn rightly, but copied out of a PDF with a syllable twice."""

UNKNOWN = {"Thaana": "މާލެ", "Tibetan": "ལྷ་ས"}
"""What no typeface of the packages has."""
