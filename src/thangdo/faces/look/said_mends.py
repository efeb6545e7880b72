"""How to mend an edition and what may stand there, in Vietnamese: each English text, `{}` for its gaps."""

from __future__ import annotations

#: sentences
MENDS: dict[str, str] = {
    "Add `facets:`, or take `facet_columns` out.": "Thêm `facets:`, hoặc bỏ `facet_columns`.",
    "Add `legal_basis:` (or `relates_to:`) with number, date and title, or keep it a draft.": (
        "Thêm `legal_basis:` (hoặc `relates_to:`) kèm số, ngày và trích yếu; hoặc để ở dạng dự thảo."
    ),
    "Check `at` of the rounding.": "Kiểm tra `at` của phần làm tròn.",
    "Correct one of the two days.": "Sửa một trong hai ngày.",
    "Keep it once.": "Chỉ giữ một lần.",
    "Keep one of the two.": "Giữ một trong hai.",
    "List its facets.": "Liệt kê các khía cạnh.",
    "Name it otherwise.": "Đặt tên khác.",
    "Say which one it belongs to.": "Ghi rõ thuộc cấp nào.",
    "Write exactly one of the two.": "Ghi đúng một trong hai.",
    "Write the groups from the best to the last, with growing ranks.": (
        "Viết các nhóm từ tốt nhất đến cuối cùng, hạng tăng dần."
    ),
    "Write {column} in full.": "Viết đủ {column}.",
    "Add `choices: {code: {vi: …}, …}`.": "Thêm `choices: {code: {vi: …}, …}`.",
    "Give the input another name.": "Đặt tên khác cho số liệu.",
    "Items are separated by `|` and `none` stands for no item: rename it.": (
        "Các mục ngăn cách bằng `|`, còn `none` nghĩa là không có mục nào: hãy đổi tên."
    ),
    "List its columns.": "Liệt kê các cột.",
    "Make its type `choice` or `checklist`, or take the choices out.": (
        "Đổi kiểu thành `choice` hoặc `checklist`, hoặc bỏ các lựa chọn."
    ),
    "Rename it.": "Đổi tên.",
    "Rename one of the two.": "Đổi tên một trong hai.",
    "Swap them.": "Đổi chỗ hai số.",
    "Take it out of `columns`.": "Bỏ khỏi `columns`.",
    "Take it out, or make the input a number.": "Bỏ đi, hoặc đổi số liệu thành kiểu số.",
    "Take it out.": "Bỏ đi.",
    "Take one of them out.": "Bỏ một trong số đó.",
    "Take one out.": "Bỏ một.",
    "Add `needs:`.": "Thêm `needs:`.",
    "Add a condition on a node that this tier has, or give the conditions their `tiers`.": (
        "Thêm điều kiện trên một mục mà cấp này có, hoặc ghi `tiers` cho các điều kiện."
    ),
    "Ask for a `share` or for `points` of it.": "Hãy dùng `share` hoặc `points`.",
    "Bands are written from the best to the worst.": "Các khoảng viết từ tốt nhất đến kém nhất.",
    "Choose another node, or correct `tiers`.": "Chọn mục khác, hoặc sửa `tiers`.",
    "Give its criteria a `max`, or ask for `points`.": "Ghi `max` cho các tiêu chí, hoặc dùng `points`.",
    "Levels are written from the lowest to the highest.": "Các mức viết từ thấp nhất đến cao nhất.",
    "List the bands from the best to the worst.": "Liệt kê các khoảng từ tốt nhất đến kém nhất.",
    "Name the level anew.": "Đặt tên khác cho mức.",
    "Correct the points, or `direction`.": "Sửa số điểm, hoặc `direction`.",
    "Give each step a bound of its own.": "Cho mỗi bậc một ngưỡng riêng.",
    "Give it 0 to say so.": "Nếu đúng vậy, hãy ghi 0.",
    "In a formula `-` is a minus: name the input `{}`.": (
        "Trong công thức `-` là dấu trừ: hãy đặt tên số liệu là `{0}`."
    ),
    "More is better unless `direction: down` says otherwise.": (
        "Càng nhiều càng tốt, trừ khi ghi `direction: down`."
    ),
    "Names of inputs, numbers, + - * / ^ ( ).": "Dùng tên số liệu, số và + - * / ^ ( ).",
    "Put it last.": "Đưa xuống cuối.",
    "Swap them; for less-is-better write `direction: down`.": (
        "Đổi chỗ hai số; nếu càng ít càng tốt, ghi `direction: down`."
    ),
    "Take it out, or use it.": "Bỏ đi, hoặc dùng đến.",
    "Use `direction: down` to turn it.": "Dùng `direction: down` để đảo chiều.",
    "Add `max:`, the points that can be had.": "Thêm `max:`, số điểm tối đa.",
    "Correct a weight, or `weights_sum`.": "Sửa một trọng số, hoặc `weights_sum`.",
    "Every node of the tree has a code of its own.": "Mỗi mục của cây có một mã riêng.",
    "Give at least one part a weight.": "Cho ít nhất một phần con trọng số khác 0.",
    "Give it a `rule:`, or parts under `criteria:` or `sub_criteria:`.": (
        "Thêm `rule:`, hoặc phần con dưới `criteria:` hay `sub_criteria:`."
    ),
    "Give this node another code.": "Đặt mã khác cho mục này.",
    "Put the parts of one node under one of these keys.": (
        "Đặt các phần con của một mục dưới một trong các khóa này."
    ),
    "Take `max` out.": "Bỏ `max`.",
    "Take the rule out, or make it one of the parts.": "Bỏ quy tắc, hoặc đưa thành một phần con.",
    "Take the tier out.": "Bỏ cấp này.",
    "`power` goes with `combine: generalised`.": "`power` đi cùng `combine: generalised`.",
    "Did you mean `{}`?": "Có phải ý là `{0}`?",
    "Check what changed (`thangdo edition diff`), then write the version you extend.": (
        "Xem chỗ thay đổi (`thangdo edition diff`), rồi ghi phiên bản được kế thừa."
    ),
    "Put its file beside this one, or write the id of an edition of the library.": (
        "Đặt tệp của bộ đó cạnh tệp này, hoặc ghi mã một bộ tiêu chí trong thư viện."
    ),
    "Take one `extends` out.": "Bỏ một `extends`.",
    "Add `{}:` here.": "Thêm `{0}:` ở đây.",
    "In {…} a text that holds a comma stands in quotes: {vi: '…, …'}.": (
        "Trong {…}, chữ có dấu phẩy phải đặt trong dấu nháy: {vi: '…, …'}."
    ),
    "Keep one, or make two sub-criteria.": "Giữ một, hoặc tách thành hai tiêu chí thành phần.",
    "Write it in quotes: '{}'.": "Đặt trong dấu nháy: '{0}'.",
    "An edition is text that people read; keep answers and tables in files of their own.": (
        "Bộ tiêu chí là văn bản cho người đọc; hãy để câu trả lời và bảng số liệu ở tệp riêng."
    ),
    "Begin with a line such as `edition: my-edition-2019`.": (
        "Bắt đầu bằng một dòng như `edition: my-edition-2019`."
    ),
    "Check the indentation, the colons and the quotes on this line and the one before it.": (
        "Kiểm tra thụt đầu dòng, dấu hai chấm và dấu nháy ở dòng này và dòng trước."
    ),
    "Copy an edition that exists and change it.": "Hãy sao chép một bộ tiêu chí có sẵn rồi sửa.",
    "One file holds one edition.": "Mỗi tệp chứa một bộ tiêu chí.",
    "Round it.": "Hãy làm tròn.",
    "Save it as UTF-8 (not Windows-1258, TCVN3 or VNI).": (
        "Lưu ở dạng UTF-8 (không phải Windows-1258, TCVN3 hay VNI)."
    ),
    "Save it as UTF-8.": "Lưu ở dạng UTF-8.",
    "Take the word with `!` out.": "Bỏ từ có dấu `!`.",
    "Write a number.": "Hãy ghi một số.",
    "Write the part out; an edition says what it says where it is read.": (
        "Hãy viết đầy đủ phần đó ngay tại chỗ."
    ),
    "Export an edition to see the sheets.": "Xuất một bộ tiêu chí để xem các trang tính.",
    "The cell holds one line such as {ratio: [part, whole]}.": (
        "Ô chứa một dòng như {ratio: [part, whole]}."
    ),
    "Fill it in.": "Hãy điền vào.",
    "Keep one row.": "Chỉ giữ một dòng.",
    "A parent stands before its parts.": "Mục cha đứng trước các phần con.",
}

#: parts of sentences
WORDS: dict[str, str] = {
    "a map of keys": "một bảng khóa",
    "a list": "một danh sách",
    "a number": "một số",
    "a whole number": "một số nguyên",
    "true or false": "true hoặc false",
    "text": "chữ",
    "nothing": "để trống",
    "a day such as 2019-07-03": "một ngày như 2019-07-03",
    "a text {vi: …, en: …}": "một đoạn chữ {vi: …, en: …}",
    "at least one entry": "ít nhất một mục",
    "characters: at least {}": "số ký tự: ít nhất {0}",
    "characters: at most {}": "số ký tự: tối đa {0}",
    "at least {}": "ít nhất {0}",
    "at most {}": "tối đa {0}",
    "at most {} bytes": "tối đa {0} byte",
    "more than {}": "lớn hơn {0}",
    "less than {}": "nhỏ hơn {0}",
    "0 to 1": "từ 0 đến 1",
    "in, at_least, at_most": "in, at_least, at_most",
    "{} and {} more": "{0} và {1} mục nữa",
    "exactly one of share, points, must": "đúng một trong share, points, must",
    "an input of the type {} or {}": "số liệu kiểu {0} hoặc {1}",
    "an input of the type {}": "số liệu kiểu {0}",
    "{}, in this order": "{0}, theo thứ tự này",
    "a letter first, then letters without marks, digits, `_`, `.` and `-`; at most 60": (
        "chữ cái đứng đầu, sau đó là chữ không dấu, chữ số, `_`, `.` và `-`; tối đa 60"
    ),
    "small letters without marks and digits, in words joined by `-`; at most 80": (
        "chữ thường không dấu và chữ số, các từ nối bằng `-`; tối đa 80"
    ),
    "the step at {}": "bậc ở {0}",
    "otherwise": "otherwise (còn lại)",
    "the choice `{}`": "lựa chọn `{0}`",
    "the item `{}` with the base": "mục `{0}` cùng điểm nền",
    "the cap": "mức trần",
    "step {} of the scale": "bậc {0} của thang",
    "part {}": "phần {0}",
    "the tier": "cấp",
    "the unit": "đơn vị",
    "the tie-breaker": "tiêu chí xét khi bằng điểm",
    "the facet": "khía cạnh",
    "the edition": "bộ tiêu chí",
    "the end": "chỗ kết thúc",
    "less": "ít hơn",
    "more": "nhiều hơn",
    "index": "chỉ số",
    "pillar": "lĩnh vực",
    "group": "nhóm tiêu chí",
    "criterion": "tiêu chí",
    "sub-criterion": "tiêu chí thành phần",
}
