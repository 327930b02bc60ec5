namespace GwSmm.Merging.Tests;

public class TaskArithmeticMergeTests
{
    [Fact]
    public void Lambdas_of_method_and_item_equal_numpy()
    {
        var options = new TaskArithmeticOptions { ItemLambdas = new Dictionary<string, double>(StringComparer.Ordinal) { ["3"] = 0.1 } };
        SmallTask.Equal([0.555, -0.165, 1.24, 0.8, -0.955, 0.56, 0.22, -0.64, 0.345, 1.07, -0.595, 0.25], new TaskArithmeticMerge(options).Merge(SmallTask.Input(3)), SmallTask.Matrix, 2e-7);
    }

    [Fact]
    public void Equal_lambdas_of_sum_one_give_the_average()
    {
        var input = SmallTask.Input(2);
        Assert.Equal(SmallTask.Flat(new AverageMerge().Merge(input)), SmallTask.Flat(new TaskArithmeticMerge(new TaskArithmeticOptions { Lambda = 0.5 }).Merge(input)));
    }

    [Fact]
    public void Lambda_0_gives_the_base_and_a_negative_one_forgets()
    {
        var input = SmallTask.Input(1);
        Assert.Equal(SmallTask.Flat(input.Base!), SmallTask.Flat(new TaskArithmeticMerge(new TaskArithmeticOptions { Lambda = 0 }).Merge(input)));
        SmallTask.Equal([0.05, -0.3, 0.4], new TaskArithmeticMerge(new TaskArithmeticOptions { Lambda = -1 }).Merge(input), SmallTask.Vector, 1e-7);
    }

    [Fact]
    public void Bad_parameters_and_a_missing_base_are_named()
    {
        Assert.Contains("lambda is NaN", Assert.Throws<GwSmmException>(() => new TaskArithmeticMerge(new TaskArithmeticOptions { Lambda = double.NaN })).Message, StringComparison.Ordinal);
        var items = new TaskArithmeticOptions { ItemLambdas = new Dictionary<string, double>(StringComparer.Ordinal) { ["a"] = double.PositiveInfinity } };
        Assert.Contains("item 'a'", Assert.Throws<GwSmmException>(() => new TaskArithmeticMerge(items)).Message, StringComparison.Ordinal);
        Assert.Contains("needs the base encoder that '1', '2' grew from", Assert.Throws<GwSmmException>(() => new TaskArithmeticMerge().Merge(SmallTask.Input(2, withBase: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TaskArithmeticOptions_Defaults()
    {
        var options = new TaskArithmeticOptions();
        Assert.Equal(0.4, options.Lambda);
        Assert.Null(options.ItemLambdas);
    }
}
