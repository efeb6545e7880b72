"""What is said when a token, a page of a list, a file or a limit that a program asks for is refused."""

from __future__ import annotations

Pair = tuple[str, str]

PROGRAMS: dict[str, Pair] = {
    # tokens
    "label-needed": (
        "Hãy ghi mã truy cập dùng để làm gì, tối đa {most} ký tự.",
        "Say what the token is for, in at most {most} characters.",
    ),
    "days-out-of-range": (
        "Thời hạn của mã truy cập là từ 1 đến {most} ngày.",
        "A token lasts from 1 to {most} days.",
    ),
    "unknown-roles": (
        "Có vai trò không tồn tại. Hãy chọn trong số: {allowed}.",
        "There is no such role. Choose from: {allowed}.",
    ),
    "account-ended": (
        "Tài khoản đã kết thúc nên không tạo được mã truy cập.",
        "The account has ended; no token can be made for it.",
    ),
    "too-many-tokens": (
        "Mỗi người có tối đa {most} mã truy cập còn hiệu lực. Hãy thu hồi một mã không dùng nữa.",
        "A person has at most {most} valid tokens. Revoke one that is no longer used.",
    ),
    "no-such-token": (
        "Không có mã truy cập này, hoặc đó không phải mã của bạn.",
        "There is no such token, or it is not yours.",
    ),
    # lists, files, publications
    "bad-cursor": (
        "Không tìm thấy vị trí đã đọc tới trong danh sách. Hãy đọc lại từ đầu.",
        "The place in the list from which to go on is not there. Begin again without it.",
    ),
    "no-such-file": (
        "Bạn chưa gửi tệp nào có mã băm này. Hãy gửi tệp trước.",
        "You have sent no file with this hash. Send the file first.",
    ),
    "no-office": (
        "Tài khoản chưa giữ chức vụ nào nên chưa làm được việc này. Hãy hỏi quản trị viên.",
        "The account holds no office, so this cannot be done. Ask the administrator.",
    ),
    "no-such-publication": (
        "Kỳ đánh giá không có lần công bố này.",
        "The campaign has no such publication.",
    ),
    # counting days
    "days-before-calendar": (
        "Lịch ngày làm việc bắt đầu từ năm {first_year}. Hãy chọn ngày sau đó.",
        "The calendar of working days begins in {first_year}. Choose a later day.",
    ),
    "days-end-before-start": (
        "Ngày cuối đứng trước ngày đầu. Hãy kiểm tra lại hai ngày.",
        "The last day lies before the first. Check the two days.",
    ),
    "days-negative": ("Số ngày không được âm.", "The number of days is not negative."),
    "days-too-many": ("Tối đa {most} ngày.", "At most {most} days."),
    "days-too-far": (
        "Thời hạn kết thúc sau năm 9999. Hãy chọn số ngày nhỏ hơn.",
        "The limit ends after the year 9999. Choose fewer days.",
    ),
}
