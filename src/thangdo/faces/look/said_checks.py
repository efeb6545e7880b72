"""What a check of an edition finds, in Vietnamese: each English sentence, `{}` for what it fills in."""

from __future__ import annotations

#: problems and notes of the rules, of formulas and of workbooks
FOUND: dict[str, str] = {
    "`{}` has a bracket that is not closed.": "`{0}` có dấu ngoặc chưa đóng.",
    "a published edition names neither a legal basis nor a document that it relates to.": (
        "bộ tiêu chí đã ban hành mà không ghi căn cứ pháp lý hay văn bản liên quan."
    ),
    "groups are made either by `quantiles` or by `last_ranks`.": (
        "nhóm được chia hoặc theo `quantiles`, hoặc theo `last_ranks`."
    ),
    "the average `{}` has the name of a facet.": (
        "giá trị trung bình `{0}` trùng tên một khía cạnh (facet)."
    ),
    "the average `{}` is over no facet.": "giá trị trung bình `{0}` không lấy trên khía cạnh nào.",
    "the average `{}` names the facet `{}`, which is none of the edition's.": (
        "giá trị trung bình `{0}` nêu khía cạnh `{1}` mà bộ tiêu chí không có."
    ),
    "the edition ends on {}, before it begins on {}.": (
        "bộ tiêu chí hết hiệu lực ngày {0}, trước ngày bắt đầu {1}."
    ),
    "the facet column `{}` is none of the columns of `facets`.": (
        "cột khía cạnh `{0}` không có trong các cột của `facets`."
    ),
    "the group `{}` ends with rank {}, and the group before it with {}.": (
        "nhóm `{0}` kết thúc ở hạng {1}, còn nhóm đứng trước kết thúc ở hạng {2}."
    ),
    "the label names the column `{}`.": "nhãn nêu cột `{0}`.",
    "the rounding of the tier `{}` of the tree is declared twice.": (
        "cách làm tròn ở tầng `{0}` của cây được khai hai lần."
    ),
    "the table `{}` has facet columns, and the edition has no facets.": (
        "bảng `{0}` có cột khía cạnh, nhưng bộ tiêu chí không có khía cạnh nào."
    ),
    "the tie-breaker `{}` is no node.": "tiêu chí xét khi bằng điểm `{0}` không có trong cây.",
    "the tree has no `{}` to round.": "cây không có `{0}` để làm tròn.",
    "the unit `{}` has no tier.": "đơn vị `{0}` chưa ghi thuộc cấp nào.",
    "the unit `{}` is of the tier `{}`.": "đơn vị `{0}` thuộc cấp `{1}`.",
    "the unit `{}`, left out of the ranking, is none of the edition's units.": (
        "đơn vị `{0}` ghi là không xếp hạng lại không có trong bộ tiêu chí."
    ),
    "{} `{}` stands twice.": "{0} `{1}` xuất hiện hai lần.",
    "`at_most` runs in a circle: {}.": "`at_most` nối thành vòng tròn: {0}.",
    "`min` {} is more than `max` {}.": "`min` {0} lớn hơn `max` {1}.",
    "`{}` and `{}` differ only in capital letters.": "`{0}` và `{1}` chỉ khác nhau ở chữ hoa.",
    "`{}` does not say a group.": "`{0}` không cho biết nhóm.",
    "`{}` has no meaning for an input of the type `{}`.": "`{0}` không có nghĩa với số liệu kiểu `{1}`.",
    "`{}` is an input and a table.": "`{0}` vừa là số liệu vừa là bảng.",
    "`{}` is no input.": "không có số liệu `{0}`.",
    "`{}` is of the type `{}`, not a number.": "`{0}` thuộc kiểu `{1}`, không phải số.",
    "`{}` is the name of a column of every answer file.": (
        "`{0}` là tên một cột có sẵn trong mọi tệp trả lời."
    ),
    "`{}` may not exceed `{}`, which is no input.": (
        "`{0}` không được vượt `{1}`, nhưng không có số liệu `{1}`."
    ),
    "`{}`, which `{}` may not exceed, is no number.": (
        "`{1}` không được vượt `{0}`, nhưng `{0}` không phải là số."
    ),
    "an input of the type `{}` has no choices.": "số liệu kiểu `{0}` không có các lựa chọn.",
    "an input of the type `{}` needs `choices`.": "số liệu kiểu `{0}` cần có `choices`.",
    "inputs are each other's denominators: {}.": "các số liệu làm mẫu số của nhau: {0}.",
    "the choice `{}` begins or ends with a blank.": "lựa chọn `{0}` bắt đầu hoặc kết thúc bằng dấu cách.",
    "the choice `{}` is a word for a missing answer.": (
        "lựa chọn `{0}` trùng với từ chỉ câu trả lời còn thiếu."
    ),
    "the column `{}` says whose row it is and is listed among the values as well.": (
        "cột `{0}` cho biết dòng của ai, nhưng lại nằm cả trong các giá trị."
    ),
    "the item `{}` cannot be told from a list of items.": (
        "mục `{0}` không phân biệt được với một danh sách các mục."
    ),
    "the table `{}` has no columns.": "bảng `{0}` không có cột nào.",
    "`must` is for a criterion, and `{}` is of the kind {}.": "`must` dùng cho tiêu chí, còn `{0}` là {1}.",
    "`{}` has no maximum for the tier `{}`, so that no share of it can be reached.": (
        "`{0}` không có điểm tối đa đối với cấp `{1}` nên không thể tính tỷ lệ đạt."
    ),
    "`{}` is the word for a unit that passes no gate.": (
        "`{0}` là từ dành cho đơn vị không đạt điều kiện nào."
    ),
    "level {} asks for {} of `{}`, and level {} below it for {}.": (
        "mức {0} đòi hỏi {1} của `{2}`, còn mức {3} thấp hơn lại đòi hỏi {4}."
    ),
    "level {} has no condition, so that no unit could be said to pass it.": (
        "mức {0} không có điều kiện nên không thể nói đơn vị nào đạt mức này."
    ),
    "no level has a condition for the tier `{}`.": "không mức nào có điều kiện cho cấp `{0}`.",
    "the band `{}` begins at the share {}.": "khoảng `{0}` bắt đầu ở tỷ lệ {1}.",
    "the band `{}` begins at {}, and the one above it at {}.": (
        "khoảng `{0}` bắt đầu ở {1}, còn khoảng phía trên bắt đầu ở {2}."
    ),
    "the band `{}` begins at {}, and {} can be had.": (
        "khoảng `{0}` bắt đầu ở {1}, trong khi tối đa chỉ đạt được {2}."
    ),
    "the bands are on `{}`, which is no node.": "các khoảng đặt trên `{0}`, nhưng cây không có mã này.",
    "the condition is on `{}`, which is no node.": "điều kiện đặt trên `{0}`, nhưng cây không có mã này.",
    "the edition does not apply to: {}.": "bộ tiêu chí không áp dụng cho: {0}.",
    "the level cannot be reached: `{}` applies to no tier of this condition.": (
        "không thể đạt mức này: `{0}` không áp dụng cho cấp nào của điều kiện."
    ),
    "the level cannot be reached: {} points of `{}` are asked of the tier `{}`, which can have {}.": (
        "không thể đạt mức này: đòi hỏi {0} điểm của `{1}` đối với cấp `{2}`, trong khi cấp này "
        "tối đa được {3}."
    ),
    "level {} cannot be reached by the tier `{}`: none of its conditions applies to it.": (
        "cấp `{1}` không thể đạt mức {0}: không điều kiện nào của mức áp dụng cho cấp này."
    ),
    (
        "level {} cannot be reached by the tier `{}`: none of its conditions applies to it, and "
        "so neither can level {} above it."
    ): (
        "cấp `{1}` không thể đạt mức {0}: không điều kiện nào của mức áp dụng cho cấp này, nên "
        "cũng không đạt được mức {2} cao hơn."
    ),
    "a condition says what is needed in one way; here is none.": (
        "mỗi điều kiện nêu yêu cầu theo đúng một cách; ở đây chưa có cách nào."
    ),
    "a condition says what is needed in one way, and here are {}.": (
        "mỗi điều kiện nêu yêu cầu theo đúng một cách; ở đây có {0}."
    ),
    "there is no band.": "chưa có khoảng nào.",
    "`take` names one statistic; here is none.": "`take` nêu đúng một số thống kê; ở đây chưa có.",
    "`take` names one statistic, and here are {}: {}.": (
        "`take` nêu đúng một số thống kê; ở đây có {0}: {1}."
    ),
    "`{}` is no column of the table.": "bảng không có cột `{0}`.",
    "`{}` is no observation table.": "không có bảng quan sát `{0}`.",
    "`{}` is no value of this column.": "cột này không có giá trị `{0}`.",
    "no number is at least {} and at most {}.": "không có số nào vừa từ {0} trở lên vừa từ {1} trở xuống.",
    "the column `{}` is of the type `{}`, not a number.": "cột `{0}` thuộc kiểu `{1}`, không phải số.",
    "the filter on `{}` says nothing.": "bộ lọc theo `{0}` không nêu gì.",
    "`sd` is {}.": "`sd` là {0}.",
    "`{}` is no choice of `{}`.": "`{0}` không phải là lựa chọn của `{1}`.",
    "`{}` is of the type `{}`, and a formula needs numbers.": (
        "`{0}` thuộc kiểu `{1}`, trong khi công thức cần số."
    ),
    "`{}` is of the type `{}`.": "`{0}` thuộc kiểu `{1}`.",
    "a unit that reaches no step has {} points, and one that reaches a step {}.": (
        "đơn vị không đạt bậc nào được {0} điểm, còn đơn vị đạt một bậc được {1}."
    ),
    "all items together give {} of the {} points of `{}`.": (
        "tất cả các mục cộng lại được {0} trên {1} điểm của `{2}`."
    ),
    "no rule uses the input `{}`.": "không quy tắc nào dùng số liệu `{0}`.",
    "no rule uses the table `{}`.": "không quy tắc nào dùng bảng `{0}`.",
    "nothing counts the option `{}`.": "phương án `{0}` không được tính ở đâu.",
    "step {} has no condition, so that no later step is ever reached.": (
        "bậc {0} không có điều kiện nên không bao giờ xét đến các bậc sau."
    ),
    "the choice `{}` of `{}` gives nothing.": "lựa chọn `{0}` của `{1}` không được điểm.",
    "the formula cannot be read: {}.": "không đọc được công thức: {0}.",
    "the low goalpost {} is not below the high one {}.": "mốc thấp {0} không nhỏ hơn mốc cao {1}.",
    "the option `{}` has no weight.": "phương án `{0}` không có trọng số.",
    "the steps overlap: {} gives {} points and {} gives {}, where {} is better.": (
        "các bậc mâu thuẫn: {0} được {1} điểm và {2} được {3}, trong khi {4} là tốt hơn."
    ),
    "the target {} lies on the wrong side of the start {}.": (
        "đích {0} nằm sai phía so với điểm xuất phát {1}."
    ),
    "the weight of the option `{}` is {}.": "trọng số của phương án `{0}` là {1}.",
    "two steps begin at {}: they overlap.": "hai bậc cùng bắt đầu ở {0} nên chồng lên nhau.",
    "{}: {} points, and `{}` has at most {}.": "{0}: {1} điểm, trong khi `{2}` tối đa {3} điểm.",
    "`index` is the name of the whole tree.": "`index` là tên của cả cây.",
    "`max` of `{}` is {}.": "`max` của `{0}` là {1}.",
    "`power` has no use here.": "`power` không dùng ở đây.",
    "`{}` has neither a rule nor parts.": "`{0}` không có quy tắc tính, cũng không có phần con.",
    "`{}` has no `max`, and its rule `{}` gives a share of it.": (
        "`{0}` không có `max`, trong khi quy tắc `{1}` cho tỷ lệ của `max`."
    ),
    "`{}` has parts and a rule of its own.": "`{0}` vừa có phần con vừa có quy tắc tính riêng.",
    "`{}` has parts of several kinds: {}.": "`{0}` có phần con thuộc nhiều loại: {1}.",
    "`{}` has parts; its maximum comes from theirs.": (
        "`{0}` có phần con; điểm tối đa của nó tính từ các phần con."
    ),
    "`{}` says how parts come together, and `{}` has none.": (
        "`{0}` nêu cách tổng hợp các phần con, nhưng `{1}` không có phần con."
    ),
    "a generalised mean needs `power`.": "trung bình tổng quát cần có `power`.",
    "a {} stands inside a {}.": "{0} nằm trong {1}.",
    "for the tier `{}` all weights under `{}` are 0.": (
        "đối với cấp `{0}`, mọi trọng số dưới `{1}` đều bằng 0."
    ),
    "for the tier `{}` the weights under `{}` sum to {} ({}), not {}.": (
        "đối với cấp `{0}`, các trọng số dưới `{1}` cộng lại là {2} ({3}), không phải {4}."
    ),
    "no criterion applies to the tier `{}`.": "không tiêu chí nào áp dụng cho cấp `{0}`.",
    "no tier sees `{}`.": "không cấp nào áp dụng `{0}`.",
    "the code `{}` is used twice; the first time in {} on line {}.": (
        "mã `{0}` dùng hai lần; lần đầu ở {1}, dòng {2}."
    ),
    "{}, in which `{}` stands, does not apply to: {}.": "{0}, nơi có `{1}`, không áp dụng cho: {2}.",
    "editions extend each other in a circle: {}.": "các bộ tiêu chí kế thừa nhau thành vòng tròn: {0}.",
    "the edition `{}` that this one extends was not found.": (
        "không tìm thấy bộ tiêu chí `{0}` mà bộ này kế thừa."
    ),
    "this edition extends version {} of `{}`, and the file found is version {}.": (
        "bộ này kế thừa phiên bản {0} của `{1}`, nhưng tệp tìm được là phiên bản {2}."
    ),
    "`{}` cannot be {}.": "`{0}` không thể là {1}.",
    "`{}` cannot be {}: {}.": "`{0}` không thể là {1}: {2}.",
    "`{}` is empty.": "`{0}` để trống.",
    "`{}` is missing.": "thiếu `{0}`.",
    "`{}` is not a code.": "`{0}` không phải là một mã.",
    "`{}` is {}.": "`{0}` là {1}.",
    "`{}` must be text, not {}.": "`{0}` phải là chữ, không phải {1}.",
    "`{}` must be {}, not {}.": "`{0}` phải là {1}, không phải {2}.",
    "a rule has one kind, and here are two: `{}` and `{}`.": (
        "mỗi quy tắc thuộc một loại; ở đây có hai: `{0}` và `{1}`."
    ),
    "a rule must be a map of keys, not {}.": "quy tắc phải là một bảng khóa, không phải {0}.",
    "a step of the treatment has none of its kinds.": "một bước xử lý số liệu không thuộc loại nào.",
    "the rule has none of the kinds.": "quy tắc không thuộc loại nào.",
    "unknown key `{}`.": "không có khóa `{0}`.",
    "`&{}` (an anchor) is not used here.": "ở đây không dùng `&{0}` (neo).",
    "`*{}` stands for another part of the file.": "`*{0}` thay cho một phần khác của tệp.",
    "`{}` is not a finite number.": "`{0}` không phải là số hữu hạn.",
    "a character that is not text ({}).": "có ký tự không phải là chữ ({0}).",
    "a key is a word, not a map or a list.": "khóa là một từ, không phải bảng khóa hay danh sách.",
    "a second document begins here (`---`).": "ở đây bắt đầu một văn bản thứ hai (`---`).",
    "a tag (`{}`) is not used here.": "ở đây không dùng thẻ (`{0}`).",
    "more than {} maps and lists stand within each other.": (
        "có hơn {0} bảng khóa và danh sách lồng vào nhau."
    ),
    "the file has {} bytes.": "tệp có {0} byte.",
    "the file is empty.": "tệp không có nội dung.",
    "the file is not UTF-8: byte 0x{} on this line is no character.": (
        "tệp không ở dạng UTF-8: byte 0x{0} ở dòng này không phải là ký tự."
    ),
    "the file is not a map of keys.": "tệp không phải là một bảng khóa.",
    "the file is written in UTF-16.": "tệp ghi ở dạng UTF-16.",
    "the key `{}` has an anchor or a tag.": "khóa `{0}` có neo hoặc thẻ.",
    "the key `{}` is written twice; the first time on line {}.": (
        "khóa `{0}` viết hai lần; lần đầu ở dòng {1}."
    ),
    "the number has more than {} digits.": "số có hơn {0} chữ số.",
    "the number {} is too large or too small.": "số {0} quá lớn hoặc quá nhỏ.",
    "this is not YAML that can be read: {}.": "không đọc được nội dung YAML: {0}.",
    "the column is missing.": "thiếu cột.",
    "the cell is blank.": "ô để trống.",
    "`{}` is no kind of node.": "`{0}` không phải là loại mục của cây.",
    "the parent `{}` stands on no row above this one.": "mục cha `{0}` không có ở dòng nào phía trên.",
    "an edition has no sheet `{}`.": "bộ tiêu chí không có trang tính `{0}`.",
    "the sheet `{}` is missing.": "thiếu trang tính `{0}`.",
    "`{}` stands twice.": "`{0}` xuất hiện hai lần.",
    "`{}` is no list of documents.": "`{0}` không phải là danh mục văn bản.",
    "the sheet `observations` has no table `{}`.": "trang tính `observations` không có bảng `{0}`.",
    "the formula has {} characters; at most {} are allowed": "công thức có {0} ký tự; tối đa {1}",
    "«{}» in «{}» is not part of a formula": "«{0}» trong «{1}» không phải là thành phần của công thức",
    "«{}» is missing in «{}» before «{}»": "thiếu «{0}» trong «{1}» trước «{2}»",
    "«{}…» is nested more than {} deep": "«{0}…» lồng sâu hơn {1} tầng",
    "«{}» ends where a number, a name or «(» is needed": "«{0}» dừng ở chỗ cần một số, một tên hoặc «(»",
    "«{}» stands in «{}» where a number, a name or «(» is needed": (
        "«{0}» đứng trong «{1}» ở chỗ cần một số, một tên hoặc «(»"
    ),
    "there is no function «{}»; allowed are {}": "không có hàm «{0}»; được dùng {1}",
    "«{}» takes {} to {} arguments, not {}": "«{0}» nhận từ {1} đến {2} đối số, không phải {3}",
    "«{}» in «{}» is one too many": "«{0}» trong «{1}» bị thừa",
    "«{}» must hold exactly one of {}": "«{0}» phải có đúng một trong các dấu {1}",
    "a day is written as 2019-07-03": "ngày ghi theo dạng 2019-07-03",
}
