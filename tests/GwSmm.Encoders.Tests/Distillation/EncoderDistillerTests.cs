namespace GwSmm.Encoders.Tests;

public class EncoderDistillerTests
{
    private static readonly DistillationOptions Options = new() { Epochs = 4, BatchSize = 16, LearningRate = 3e-3, Threads = 1 };

    [Fact]
    public void Defaults()
    {
        var options = new DistillationOptions();
        Assert.Equal((3, 32, 3e-4, 0.01, 0.1, 1.0), (options.Epochs, options.BatchSize, options.LearningRate, options.WeightDecay, options.WarmupFraction, options.GradientClip));
        Assert.Equal((1.0, 1.0, 0.0, 2.0), (options.FeatureWeight, options.LogitWeight, options.HiddenStateWeight, options.Temperature));
        Assert.Equal(0.1, options.ProjectionRidge);
        Assert.Equal((true, false, 1UL, Environment.ProcessorCount, (int?)null), (options.TrainProjections, options.TrainHeads, options.Seed, options.Threads, options.MaxSteps));
    }

    [Theory]
    [InlineData(true, false, 0.0)]
    [InlineData(false, true, 0.0)]
    [InlineData(true, false, 1.0)]
    public void A_distilled_encoder_agrees_with_its_teachers_better_than_their_average(bool projections, bool heads, double hiddenWeight)
    {
        var options = Options with { TrainProjections = projections, TrainHeads = heads, HiddenStateWeight = hiddenWeight };
        var result = Distill(options);
        Assert.True(result.Trace[^1].Loss < result.Trace[0].Loss, string.Join(", ", result.Trace.Select(step => step.Loss)));
        Assert.Equal(hiddenWeight > 0, result.Trace[^1].HiddenStateLoss > 0);
        var before = SmallTeachers.Teachers.Average(teacher => SmallTeachers.Agreement(teacher, SmallTeachers.Average, teacher.Head));
        var after = SmallTeachers.Teachers.Average(teacher => SmallTeachers.Agreement(teacher, result.Weights, result.Heads[teacher.Item]));
        Assert.True(after > 0.97 && after > before, $"{before} became {after}");
    }

    [Fact]
    public void A_single_teacher_is_its_own_perfect_student()
    {
        var teacher = SmallTeachers.Teachers[0];
        var result = new EncoderDistiller(Options with { MaxSteps = 1 }).Distill(SmallTeachers.Config, teacher.Weights, [teacher], SmallTeachers.Features);
        Assert.InRange(result.Trace[0].Loss, -1e-7, 1e-7);
        Assert.Equal(1, SmallTeachers.Agreement(teacher, result.Weights, result.Heads[teacher.Item]));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_and_the_seed_does()
    {
        var few = Options with { MaxSteps = 3, HiddenStateWeight = 0.1, TrainHeads = true };
        var (one, three) = (Distill(few), Distill(few with { Threads = 3 }));
        Models.AssertSame(one.Weights, three.Weights);
        Assert.Equal(one.Trace, three.Trace);
        Assert.Equal(one.Heads["acid"].Weight, three.Heads["acid"].Weight);
        var other = Distill(few with { Seed = 2 });
        Assert.NotEqual(one.Heads["acid"].Weight, other.Heads["acid"].Weight);
    }

    [Fact]
    public void Tokens_that_no_response_uses_and_the_start_itself_stay_as_they_are()
    {
        var start = SmallTeachers.Average.Clone();
        var result = Distill(Options with { MaxSteps = 2 });
        Models.AssertSame(start, SmallTeachers.Average);
        var (words, width) = ("embeddings.word_embeddings.weight", SmallTeachers.Config.HiddenSize);
        Assert.Equal(start[words].Data[..(2 * width)], result.Weights[words].Data[..(2 * width)]);
        Assert.NotEqual(start[words].Data[(4 * width)..], result.Weights[words].Data[(4 * width)..]);
    }

    [Fact]
    public void Every_twentieth_step_and_the_last_are_reported()
    {
        var reports = new List<DistillationProgress>();
        var result = Distill(Options with { MaxSteps = 45 }, reports);
        Assert.Equal([20, 40, 45], reports.Select(report => report.Step));
        Assert.All(reports, report => Assert.Equal(45, report.Steps));
        Assert.Equal(reports, result.Trace);
    }

    [Fact]
    public void A_cancelled_distillation_stops()
    {
        using var source = new CancellationTokenSource();
        var listener = new Listener<DistillationProgress>(_ => source.Cancel());
        Assert.Throws<OperationCanceledException>(() =>
            new EncoderDistiller(Options).Distill(SmallTeachers.Config, SmallTeachers.Average, SmallTeachers.Teachers, SmallTeachers.Features, listener, source.Token));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var teacher = SmallTeachers.Teachers[0];
        void Run(params DistillationTeacher[] teachers) => new EncoderDistiller(Options).Distill(SmallTeachers.Config, SmallTeachers.Average, teachers, SmallTeachers.Features);
        SmallTask.AssertRefused(() => Run(), "no teacher");
        SmallTask.AssertRefused(() => Run(teacher, teacher), "2 teachers", "'acid'");
        SmallTask.AssertRefused(() => Run(teacher with { Sequences = [[2, 3]] }), "'acid'", "1 responses", "at least 2");
        Assert.Throws<ArgumentException>(() => Run(teacher with { Head = new ScoringHead(HeadKind.MultiClass, ["0", "1"], new float[6], new float[2]) }));
        Assert.Throws<ArgumentException>(() => Run(teacher with { Sequences = [[2, 3], [2, 99, 3]] }));
        var broken = new ScoringHead(HeadKind.MultiClass, ["0", "1"], [.. teacher.Head.Weight.Select(_ => float.NaN)], new float[2]);
        SmallTask.AssertRefused(() => Run(teacher with { Head = broken }), "'acid'", "step 1", "LearningRate");
    }

    [Theory]
    [InlineData("Epochs")]
    [InlineData("MaxSteps")]
    [InlineData("BatchSize")]
    [InlineData("LearningRate")]
    [InlineData("WeightDecay")]
    [InlineData("WarmupFraction")]
    [InlineData("GradientClip")]
    [InlineData("FeatureWeight")]
    [InlineData("LogitWeight")]
    [InlineData("HiddenStateWeight")]
    [InlineData("Temperature")]
    [InlineData("ProjectionRidge")]
    [InlineData("Threads")]
    public void An_option_out_of_range_is_refused(string option)
    {
        var options = new DistillationOptions();
        var property = typeof(DistillationOptions).GetProperty(option)!;
        property.SetValue(options, (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(double) ? (object)double.NaN : -1);
        SmallTask.AssertRefused(() => _ = new EncoderDistiller(options), $"DistillationOptions.{option}");
    }

    [Fact]
    public void Losses_that_all_weigh_nothing_are_refused() =>
        SmallTask.AssertRefused(() => _ = new EncoderDistiller(new DistillationOptions { FeatureWeight = 0, LogitWeight = 0 }), "FeatureWeight", "all 0");

    private static DistillationResult Distill(DistillationOptions options, List<DistillationProgress>? reports = null) =>
        new EncoderDistiller(options).Distill(
            SmallTeachers.Config, SmallTeachers.Average, SmallTeachers.Teachers, SmallTeachers.Features, new Listener<DistillationProgress>(report => reports?.Add(report)));
}
