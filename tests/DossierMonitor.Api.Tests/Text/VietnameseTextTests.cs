using DossierMonitor.Api.Answers;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Text;

public sealed class VietnameseTextTests
{
    // All letters with marks, as normalization form D writes them.
    private const string Apart =
        "aa\u0300a\u0301a\u0303a\u0309a\u0323a\u0306a\u0306\u0300a\u0306\u0301a\u0306\u0303a\u0306\u0309a\u0323\u0306a\u0302a\u0302" +
        "\u0300a\u0302\u0301a\u0302\u0303a\u0302\u0309a\u0323\u0302ee\u0300e\u0301e\u0303e\u0309e\u0323e\u0302e\u0302\u0300e\u0302" +
        "\u0301e\u0302\u0303e\u0302\u0309e\u0323\u0302ii\u0300i\u0301i\u0303i\u0309i\u0323oo\u0300o\u0301o\u0303o\u0309o\u0323o\u0302" +
        "o\u0302\u0300o\u0302\u0301o\u0302\u0303o\u0302\u0309o\u0323\u0302o\u031bo\u031b\u0300o\u031b\u0301o\u031b\u0303o\u031b\u0309" +
        "o\u031b\u0323uu\u0300u\u0301u\u0303u\u0309u\u0323u\u031bu\u031b\u0300u\u031b\u0301u\u031b\u0303u\u031b\u0309u\u031b\u0323" +
        "yy\u0300y\u0301y\u0303y\u0309y\u0323AA\u0300A\u0301A\u0303A\u0309A\u0323A\u0306A\u0306\u0300A\u0306\u0301A\u0306\u0303A\u0306" +
        "\u0309A\u0323\u0306A\u0302A\u0302\u0300A\u0302\u0301A\u0302\u0303A\u0302\u0309A\u0323\u0302EE\u0300E\u0301E\u0303E\u0309" +
        "E\u0323E\u0302E\u0302\u0300E\u0302\u0301E\u0302\u0303E\u0302\u0309E\u0323\u0302II\u0300I\u0301I\u0303I\u0309I\u0323OO\u0300" +
        "O\u0301O\u0303O\u0309O\u0323O\u0302O\u0302\u0300O\u0302\u0301O\u0302\u0303O\u0302\u0309O\u0323\u0302O\u031bO\u031b\u0300" +
        "O\u031b\u0301O\u031b\u0303O\u031b\u0309O\u031b\u0323UU\u0300U\u0301U\u0303U\u0309U\u0323U\u031bU\u031b\u0300U\u031b\u0301" +
        "U\u031b\u0303U\u031b\u0309U\u031b\u0323YY\u0300Y\u0301Y\u0303Y\u0309Y\u0323";

    private const string Together = "aàáãảạăằắẵẳặâầấẫẩậeèéẽẻẹêềếễểệiìíĩỉịoòóõỏọôồốỗổộơờớỡởợuùúũủụưừứữửựyỳýỹỷỵAÀÁÃẢẠĂẰẮẴẲẶÂẦẤẪẨẬEÈÉẼẺẸÊỀẾỄỂỆIÌÍĨỈỊOÒÓÕỎỌÔỒỐỖỔỘƠỜỚỠỞỢUÙÚŨỦỤƯỪỨỮỬỰYỲÝỸỶỴ";

    [Fact]
    public void Every_letter_is_one_character() => VietnameseText.Compose(Apart).ShouldBe(Together);

    [Theory]
    [InlineData("Huye\u0323\u0302n", "Huyện")]
    [InlineData("Huye\u0302\u0323n", "Huyện")]
    [InlineData("Hu\u1eb9\u0302", "Huệ")]
    [InlineData("\u0323x", "\u0323x")]
    [InlineData("n\u0303", "n\u0303")]
    [InlineData("", "")]
    public void Marks_may_come_in_any_order_and_what_is_no_letter_stays(string apart, string together) => VietnameseText.Compose(apart).ShouldBe(together);

    [Fact]
    public void A_letter_takes_one_place_however_it_is_written()
    {
        VietnameseText.Width(Apart).ShouldBe(144);
        VietnameseText.Width(Together).ShouldBe(144);
        VietnameseText.Width("n\u0303").ShouldBe(1);
    }
}
