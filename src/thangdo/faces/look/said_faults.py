"""What is said of a file, an evidence, a workbook or an edition that is not taken, and of a faulty value."""

from __future__ import annotations

Pair = tuple[str, str]

FILES: dict[str, Pair] = {
    # observations
    "file-has-faults": (
        "Tệp còn {count} lỗi nên chưa ghi gì. Hãy sửa các ô được nêu rồi tải lên lại.",
        "The file has {count} faults; nothing was kept. Mend the cells named and upload it again.",
    ),
    # evidence
    "file-or-link": (
        "Mỗi tài liệu kiểm chứng là một tệp hoặc một đường dẫn, không phải cả hai. Hãy chọn một.",
        "An evidence is a file or a link, not both and not neither. Choose one.",
    ),
    "title-needed": (
        "Cần đặt tên, không quá dài. Hãy ghi một tên để người khác nhận ra.",
        "A title is needed, and not too long a one. Write one by which others will know it.",
    ),
    "expires-before-it-takes-effect": (
        "Ngày hết hiệu lực đứng trước ngày có hiệu lực. Hãy kiểm tra lại hai ngày.",
        "The day of expiry lies before the day on which it takes effect. Check the two days.",
    ),
    "bad-day": (
        "«{typed}» không phải là một ngày. Hãy ghi ngày/tháng/năm, ví dụ 15/01/2026.",
        "“{typed}” is no day. Write it as day/month/year, for example 15/01/2026.",
    ),
    "too-much-evidence": (
        "Mỗi đơn vị gửi tối đa {most} tài liệu trong một kỳ. Hãy dùng lại tài liệu đã gửi.",
        "A unit gives at most {most} evidences in one campaign. Use one that is there already.",
    ),
    "evidence-was-appraised": (
        "Tài liệu số {number} đã được dùng khi thẩm định nên không bỏ được nữa. Có thể bổ sung tài liệu mới.",
        "Evidence number {number} was appraised and cannot be taken out any more. You can add another.",
    ),
    "no-such-evidence": (
        "Không có tài liệu số {number}. Hãy mở lại trang.",
        "There is no evidence number {number}. Open the page again.",
    ),
    "bad-link": (
        "Đường dẫn phải bắt đầu bằng http:// hoặc https:// và trỏ tới một trang. Hãy chép lại.",
        "A link begins with http:// or https:// and leads to a page. Copy it from the browser again.",
    ),
    "file-empty": (
        "Tệp không có nội dung (0 byte). Hãy chọn lại tệp.",
        "The file is empty (0 bytes). Choose it again.",
    ),
    "file-too-large": (
        "Tệp quá lớn: tối đa {size}. Hãy nén ảnh, quét ở độ phân giải thấp hơn, hoặc gửi đường dẫn.",
        "The file is too large: at most {size}. Compress it, scan it coarser, or give a link.",
    ),
    "no-space": (
        "Máy chủ hết chỗ chứa tệp. Chưa lưu gì; hãy báo quản trị viên.",
        "The server has no room left for files. Nothing was saved; tell the administrator.",
    ),
    "not-stored": (
        "Không lưu được tệp. Hãy thử lại; nếu vẫn vậy, báo quản trị viên ({why}).",
        "The file could not be stored. Try again; if it fails again, tell the administrator ({why}).",
    ),
    "type-not-taken": (
        "Không nhận loại tệp .{ending}. Các loại được nhận: {allowed}.",
        "Files of type .{ending} are not taken. These are: {allowed}.",
    ),
    "old-office": (
        "Đây là tệp Office kiểu cũ. Hãy lưu lại thành {save_as} rồi gửi.",
        "This is a file of old Office. Save it as {save_as} and send that.",
    ),
    "type-mismatch": (
        "Nội dung tệp không đúng với đuôi .{ending} (thực ra là {found}). Hãy kiểm tra và chọn lại tệp.",
        "The content of the file is not what its ending .{ending} says (it is {found}). Choose it again.",
    ),
    "damaged": (
        "Tệp bị hỏng nên không đọc được. Hãy mở thử trên máy, lưu lại rồi gửi.",
        "The file is damaged and cannot be read. Open it on your machine, save it again and send that.",
    ),
    "password-protected": (
        "Tệp có mật khẩu nên người thẩm định không mở được. Hãy lưu lại không có mật khẩu.",
        "The file has a password, so the appraiser could not open it. Save it without one.",
    ),
    "macros": (
        "Tệp có chứa macro nên không được nhận. Hãy lưu lại thành .xlsx hoặc .docx, không có macro.",
        "The file holds macros and is not taken. Save it as .xlsx or .docx, without macros.",
    ),
    "archive-bomb": (
        "Tệp giải nén ra quá lớn nên không được nhận. Hãy lưu lại từ chương trình gốc.",
        "The file unpacks to far too much and is not taken. Save it again from the program that made it.",
    ),
    "not-utf8": (
        "Tệp chữ không ở bảng mã UTF-8. Hãy lưu lại với bảng mã UTF-8.",
        "The text file is not in UTF-8. Save it as UTF-8.",
    ),
    "markup": (
        "Tệp chứa mã trang web nên không được nhận. Hãy in trang đó ra PDF rồi gửi.",
        "The file holds code of a web page and is not taken. Print the page to PDF and send that.",
    ),
    "not-text": (
        "Tệp không phải là văn bản thuần. Hãy lưu lại đúng loại.",
        "The file is no plain text. Save it as what it is.",
    ),
    "infected": (
        "Phần mềm quét phát hiện mã độc trong tệp ({finding}). Tệp không được nhận và không ai tải được.",
        "The scan found harmful code in the file ({finding}). It is not taken, and nobody can download it.",
    ),
    "scan-pending": (
        "Tệp đang chờ quét mã độc. Hãy thử lại sau vài phút.",
        "The file waits to be scanned. Try again in a few minutes.",
    ),
    "bytes-missing": (
        "Không tìm thấy nội dung tệp trong kho. Hãy báo quản trị viên; có thể phải khôi phục từ bản sao lưu.",
        "The bytes of the file are not in the store. Tell the administrator: a backup may be needed.",
    ),
    "destroyed": (
        "Tệp đã được tiêu hủy theo quy định ngày {at}.",
        "The file was destroyed by rule on {at}.",
    ),
    # a workbook filled in offline
    "workbook-no-answers": (
        "Không thấy cột «Mã» và cột «Trả lời» ở trang tính nào. Hãy tải lại sổ của đơn vị và điền vào đó.",
        "No sheet has the columns “Code” and “Answer”. Download the workbook again and fill that in.",
    ),
    "workbook-of-another": (
        "Sổ này thuộc {of}, không phải {wanted}. Chưa thay đổi gì.",
        "This workbook belongs to {of}, not to {wanted}. Nothing was changed.",
    ),
    "workbook-not-ours": (
        "Đây không phải sổ tự đánh giá tải từ hệ thống: thiếu trang tính ẩn «thang-do».",
        "This is no self-assessment workbook of this system: its hidden sheet “thang-do” is missing.",
    ),
    "workbook-nothing-chosen": (
        "Chưa chọn tiêu chí nào để ghi nhận. Hãy đánh dấu các tiêu chí muốn ghi nhận.",
        "No criterion was chosen. Tick those that are to be kept.",
    ),
}
EDITIONS: dict[str, Pair] = {
    # editions
    "bad-edition-id": (
        "Mã bộ tiêu chí chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.",
        "The code of an edition has small letters, digits and hyphens only.",
    ),
    "draft-is-open": (
        "Bộ tiêu chí {edition} đang có bản dự thảo (phiên bản {version}). Hãy sửa tiếp bản đó.",
        "There is an open draft of {edition} (version {version}). Go on with that one.",
    ),
    "no-such-move": (
        "Không có bước xử lý này. Hãy mở lại trang.",
        "There is no such step. Open the page again.",
    ),
    "text-too-large": (
        "Văn bản quá dài: tối đa {most} ký tự.",
        "The text is too large: at most {most} characters.",
    ),
    "no-such-edition": (
        "Không có bộ tiêu chí này, hoặc chức vụ của bạn không được xem. Hãy chọn trong danh sách.",
        "There is no such edition, or your offices do not let you see it. Choose one from the list.",
    ),
    "not-published": (
        "Bộ tiêu chí {edition} chưa ban hành. Hãy chọn một phiên bản đã ban hành.",
        "The edition {edition} is not published. Choose one that is.",
    ),
    "nothing-to-undo": (
        "Không còn bước nào để hoàn tác.",
        "There is nothing left to undo.",
    ),
    "no-such-text": (
        "Không còn giữ bản nháp ấy. Hãy chọn một bản trong danh sách.",
        "That text of the draft is not kept. Choose one of the list.",
    ),
    "text-unreadable": (
        "Văn bản của bộ tiêu chí có chỗ không đọc được: {problem} Hãy sửa chỗ đó trong văn bản trước.",
        "The text of the edition cannot be read: {problem} Mend this in the text first.",
    ),
    "written-otherwise": (
        "Chỗ này được viết theo cách mà biểu mẫu không sửa được: {what}. Hãy sửa trong văn bản.",
        "This is written in a way that the form cannot change: {what}. Change it in the text.",
    ),
    "no-such-node": (
        "Bộ tiêu chí không có mục {node}. Hãy mở lại trang.",
        "The edition has no {node}. Open the page again.",
    ),
    "taken-over": (
        "Mục {node} lấy từ bộ tiêu chí {edition}. Hãy chép về dự thảo này trước khi sửa.",
        "{node} is taken over from {edition}. Make it this draft's own before changing it.",
    ),
    "not-under-this": (
        "Không đặt được loại mục này dưới {parent}. Các loại đặt được: {allowed}.",
        "This kind of entry does not go under {parent}. These do: {allowed}.",
    ),
    "bad-code": (
        "Mã «{node}» không dùng được: bắt đầu bằng chữ cái, chỉ gồm chữ cái không dấu, chữ số, dấu . _ -.",
        "The code “{node}” cannot be used: begin with a letter; letters, digits and . _ - only.",
    ),
    "code-taken": (
        "Mã {node} đã được dùng trong bộ tiêu chí. Hãy chọn mã khác.",
        "The code {node} is used in the edition already. Choose another.",
    ),
    "bad-number": (
        "«{value}» không phải là số. Viết như 12 hoặc 12,5.",
        "“{value}” is no number. Write it as 12 or 12.5.",
    ),
    "rule-unreadable": (
        "Cách tính viết bằng YAML có chỗ không đọc được: {problem}",
        "The rule in YAML cannot be read: {problem}",
    ),
    "no-such-kind": (
        "Không có kiểu tính điểm này. Hãy mở lại trang.",
        "There is no such kind of rule. Open the page again.",
    ),
    "no-such-source": (
        "Không có số liệu này, hoặc chức vụ hiện tại không được dùng. Hãy chọn trong danh sách.",
        "There are no such answers, or your offices do not let you use them. Choose from the list.",
    ),
    "no-such-simulation": (
        "Kết quả chạy thử này không còn. Hãy chạy thử lại.",
        "This trial is no longer kept. Try it out again.",
    ),
    "simulation-failed": (
        "Việc chạy thử bị gián đoạn. Hãy chạy thử lại; nếu vẫn vậy, báo cho quản trị viên.",
        "The trial broke off. Try again; if it happens again, tell the administrator.",
    ),
    "cannot-evaluate": (
        "Chưa tính được dự thảo trên số liệu này: {problem}",
        "The draft cannot be computed on these answers: {problem}",
    ),
    "has-problems": (
        "Văn bản còn {count} lỗi nên chưa xuất được. Hãy sửa các lỗi trước.",
        "The text still has {count} problems, so it cannot be exported. Mend them first.",
    ),
    "file-type": (
        "Không nhận loại tệp này. Các loại được nhận: {allowed}.",
        "Files of this type are not taken. These are: {allowed}.",
    ),
    "file-not-utf-8": (
        "Tệp không ở bảng mã UTF-8. Hãy lưu lại với bảng mã UTF-8.",
        "The file is not in UTF-8. Save it as UTF-8.",
    ),
}
FAULTS: dict[str, Pair] = {
    "not-asked-here": (
        "Số liệu này không nhập ở tiêu chí này.",
        "This value is not asked at this criterion.",
    ),
    "too-long": ("Quá dài: tối đa {most} ký tự.", "Too long: at most {most} characters."),
    "more-than": (
        "«{part}» là {had}, nhiều hơn «{whole}» là {most}. Hãy kiểm tra cả hai số.",
        "“{part}” is {had}, more than “{whole}”, which is {most}. Check both.",
    ),
    "ambiguous": (
        "«{typed}» có thể đọc là {first} hoặc {second}. Hãy chọn số đúng.",
        "“{typed}” can be read as {first} or as {second}. Choose which one is meant.",
    ),
    "not-a-number": (
        "«{typed}» không phải là một số. Hãy ghi bằng chữ số, ví dụ 1.434 hoặc 0,68.",
        "“{typed}” is no number. Write it in digits, for example 1,434 or 0.68.",
    ),
    "cell-error": (
        "Ô có lỗi công thức ({typed}). Hãy sửa công thức hoặc để trống.",
        "The cell holds an error ({typed}). Mend the formula, or leave it blank.",
    ),
    "cell-date": (
        "Ô chứa ngày tháng ({typed}); có thể Excel đã tự đổi từ một số. Hãy định dạng lại ô và ghi lại số.",
        "The cell holds a date ({typed}); Excel may have made it of a number. Format it and write it again.",
    ),
    "cell-merged": (
        "Ô bị gộp với ô khác nên không rõ trả lời của dòng nào. Hãy bỏ gộp ô.",
        "The cell is merged with others, so one cannot tell whose answer it is. Unmerge it.",
    ),
    "cell-locked": (
        "Tiêu chí này không sửa được lúc này.",
        "This criterion cannot be changed now.",
    ),
    "code-twice": (
        "Mã {code} có ở hai dòng. Hãy xóa dòng thừa.",
        "The code {code} stands in two rows. Take one out.",
    ),
    "not-applicable-and-values": (
        "Vừa có trả lời vừa có lý do không áp dụng. Hãy bỏ một trong hai.",
        "There are both an answer and a reason why it does not apply. Take one of them out.",
    ),
    "unreadable": ("Không dùng được giá trị này.", "This value cannot be used."),
}
UNREADABLE: dict[str, Pair] = {  # by type of the input
    "count": ("Cần một số nguyên {range}.", "A whole number {range} is needed."),
    "number": ("Cần một số {range}.", "A number {range} is needed."),
    "percent": ("Cần một tỷ lệ phần trăm {range}.", "A percentage {range} is needed."),
    "share": ("Cần một tỷ lệ {range}.", "A share {range} is needed."),
    "yes-no": ("Cần chọn có hoặc không.", "Choose yes or no."),
    "choice": ("Cần chọn một trong các phương án.", "Choose one of the options."),
    "checklist": (
        "Cần chọn trong danh sách các nội dung.",
        "Choose from the items of the list.",
    ),
    "text": ("Không dùng được đoạn chữ này.", "This text cannot be used."),
}
