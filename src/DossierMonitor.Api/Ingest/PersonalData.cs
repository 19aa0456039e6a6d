using System.Text.RegularExpressions;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// What looks like a citizen's data. The list of allowed members is what keeps it out; this only gives a portal that sends
/// it a clearer reason, and keeps numbers and addresses out of the two free texts (holder, document).
/// </summary>
internal static partial class PersonalData
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "fullName", "firstName", "lastName", "hoTen", "ten", "applicant", "applicantName", "citizen", "citizenName", "owner", "person",
        "phone", "phoneNumber", "mobile", "tel", "telephone", "dienThoai", "soDienThoai", "sdt",
        "email", "eMail", "mail", "thuDienTu",
        "identityNumber", "idNumber", "identity", "nationalId", "citizenId", "cccd", "cmnd", "soCccd", "soCmnd", "passport", "hoChieu", "taxCode", "maSoThue",
        "address", "diaChi", "birthDate", "dateOfBirth", "dob", "ngaySinh", "gender", "gioiTinh",
    };

    public static bool IsMemberName(string name) => Names.Contains(name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));

    public static bool LooksLikeIn(string text) => Pattern().IsMatch(text);

    // Identity numbers have 9 or 12 digits, phone numbers 10 (also written in groups); an e-mail address has an @.
    [GeneratedRegex(@"\d{9,}|(?:\+84|\b0)[ .]?\d{2,3}(?:[ .]\d{3,4}){2}|[^\s@]+@[^\s@]+\.[^\s@]+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
