namespace GwSmm.Encoders.Tests.Model;

public class TensorTests
{
    [Fact]
    public void Arguments_that_are_wrong_are_named()
    {
        Assert.Throws<ArgumentNullException>("data", () => new Tensor("a", [1], null!));
        Assert.Throws<ArgumentNullException>("shape", () => new Tensor("a", null!, [1]));
        Assert.Throws<ArgumentNullException>("name", () => new Tensor(null!, [1], [1]));
        Assert.Contains("[2, 2] needs 4", Assert.Throws<ArgumentException>("data", () => new Tensor("a", [2, 2], [1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("values", () => new Tensor("a", [2, 2], new float[3].AsMemory()));
    }

    [Fact]
    public void Arrays_are_kept_and_values_that_are_only_read_are_copied_once()
    {
        float[] array = [1, 2];
        var (own, read) = (new Tensor("a", [2], array), new Tensor("a", [2], array.AsMemory()));

        Assert.Same(array, own.Data);
        Assert.NotSame(array, read.Data);
        Assert.Same(read.Data, read.Data);
        read.Data[0] = 5;
        Assert.Equal([5, 2], read.Values.ToArray());
        Assert.Equal([1, 2], own.Values.ToArray());
    }
}
