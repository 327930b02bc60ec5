namespace GwSmm.Encoders.Tests.Checkpoints;

public sealed class JsonTextTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Members_that_are_not_needed_are_left_out_of_all_objects_and_the_rest_stays()
    {
        var path = _directory.Write("a.json", """{"table":{"a":[1,{"b":2}]},"model":{"table":[1,2],"kept":"\u00e4\n\"","number":-1.50e3},"list":[true,false,null,{"table":1}]}""");

        Assert.Equal("""{"model":{"kept":"ä\n\"","number":-1.50e3},"list":[true,false,null,{}]}""", JsonText.LoadWithout(path, "table").Root.GetRawText().Replace("\\u00E4", "ä", StringComparison.Ordinal).Replace("\\u0022", "\\\"", StringComparison.Ordinal));
        Assert.Equal(1, JsonText.Load(path).Root.GetProperty("list")[3].GetProperty("table").GetInt32());
    }

    [Theory]
    [InlineData("""{"table":[1,2""", "not valid JSON")]
    [InlineData("""{"table":1,,}""", "not valid JSON")]
    [InlineData("""[1]""", "JSON Array")]
    [InlineData("""{"a":1,"a":2}""", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    [InlineData("""{"a":"\ud800"}""", "not valid JSON")]
    [InlineData("""{"a":"\uDC00 b"}""", "not valid JSON")]
    [InlineData("""{"\ud800":1}""", "not valid JSON")]
    [InlineData("""{"a":[{"\uD800 ":1,"b":2}]}""", "not valid JSON")]
    public void Files_that_are_no_object_are_refused_either_way(string text, string words)
    {
        var path = _directory.Write("a.json", text);

        foreach (var load in new Func<JsonText>[] { () => JsonText.Load(path), () => JsonText.LoadWithout(path, "table") })
        {
            Assert.Contains(words, Assert.Throws<GwSmmException>(load).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Pairs_of_surrogates_are_characters_and_what_is_left_out_may_be_anything()
    {
        var path = _directory.Write("a.json", """{"\ud83d\ude00":"\uD83D\uDE00","table":"\ud800"}""");

        Assert.Equal("\U0001F600", JsonText.LoadWithout(path, "table").Text("\U0001F600"));
        Assert.Throws<GwSmmException>(() => JsonText.Load(path));
    }
}
