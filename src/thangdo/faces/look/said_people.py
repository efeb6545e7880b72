"""What is said of accounts and offices held: why an act is refused, and what happened."""

from __future__ import annotations

Pair = tuple[str, str]

REFUSED: dict[str, Pair] = {
    "bad-login": (
        "Tên tài khoản «{login}» không dùng được: chỉ gồm chữ thường không dấu, số, dấu chấm, gạch nối.",
        "The account name “{login}” cannot be used: small letters without marks, digits, dots, hyphens.",
    ),
    "login-is-taken": (
        "Tên tài khoản «{login}» đã có người dùng. Hãy chọn tên khác.",
        "The account name “{login}” is taken. Choose another.",
    ),
    "email-is-taken": (
        "Địa chỉ thư điện tử này đã gắn với tài khoản khác.",
        "This e-mail address belongs to another account.",
    ),
    "bad-email": ("Địa chỉ thư điện tử không đúng dạng.", "This is no e-mail address."),
    "name-needed": (
        "Hãy ghi họ và tên, tối đa 200 ký tự.",
        "Write the full name, in at most 200 characters.",
    ),
    "no-such-role": ("Không có vai trò «{role}».", "There is no role “{role}”."),
    "which-unit": (
        "Có nhiều đơn vị hợp với «{unit}». Hãy ghi đủ tên, hoặc ghi dạng sổ:mã.",
        "More than one unit fits “{unit}”. Write the whole name, or register:code.",
    ),
    "until-before-since": (
        "Ngày kết thúc trước ngày bắt đầu. Hãy sửa một trong hai ngày.",
        "The last day is before the first. Mend one of the two.",
    ),
    "unit-not-valid-then": (
        "{unit} không tồn tại trong thời gian đó. Hãy chọn đơn vị kế thừa hoặc sửa ngày.",
        "{unit} does not exist in that time. Choose its successor, or mend the days.",
    ),
    "holds-it-already": (
        "Người này đã giữ nhiệm vụ đó ở {unit} trong thời gian này.",
        "This person holds that office in {unit} already in that time.",
    ),
    "ended-already": ("Nhiệm vụ đã kết thúc ngày {until}.", "The office ended on {until}."),
    "last-administrator": (
        "Đây là quản trị viên cuối cùng của {unit}. Hãy giao cho người khác trước.",
        "This is the last administrator of {unit}. Appoint another first.",
    ),
    "account-has-ended": (
        "Tài khoản đã đóng. Hãy mở lại trước.",
        "The account is closed. Open it again first.",
    ),
    "account-is-open": ("Tài khoản đang mở.", "The account is open."),
    "own-account": (
        "Không tự đóng tài khoản của mình; hãy nhờ quản trị viên khác.",
        "Nobody closes his own account; ask another administrator.",
    ),
    "no-such-account": (
        "Không có tài khoản này trong phạm vi quản trị của bạn.",
        "There is no such account among those that you administer.",
    ),
    "bad-day": ("«{day}» không phải là một ngày.", "“{day}” is no day."),
    "bad-days": ("Hãy chọn số ngày trong danh sách.", "Choose a number of days from the list."),
}

#: notices: code -> Vietnamese, English
NOTICES: dict[str, Pair] = {
    "people.password-link": (
        "Quản trị viên đã cấp đường dẫn để bạn đặt mật khẩu mới. Nếu bạn không yêu cầu, hãy báo quản trị "
        "viên.",
        "An administrator gave out a link to choose a new password for your account. If you did not ask for "
        "it, tell the administrator.",
    ),
}

EVENTS: dict[str, Pair] = {
    "account.added": ("tạo tài khoản", "made the account"),
    "account.changed": ("sửa thông tin tài khoản", "changed the account"),
    "account.ended": ("đóng tài khoản", "closed the account"),
    "account.reopened": ("mở lại tài khoản", "opened the account again"),
    "account.second-factor-reset": ("đặt lại xác thực hai lớp", "reset the second factor"),
    "account.password-reset": ("cấp đường dẫn đặt mật khẩu mới", "gave out a link to choose a new password"),
    "office.appointed": (
        "giao nhiệm vụ «{role}» tại {unit} từ ngày {since}",
        "appointed as {role} in {unit} from {since}",
    ),
    "office.ended": ("kết thúc một nhiệm vụ sau ngày {until}", "ended an office after {until}"),
}
