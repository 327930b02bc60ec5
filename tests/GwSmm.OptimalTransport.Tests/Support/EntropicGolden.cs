using System.Text.Json;

namespace GwSmm.OptimalTransport.Tests;

/// <summary>A golden case of tests/Golden/gw/entropic.</summary>
internal sealed class EntropicGolden
{
    private static readonly Lazy<IReadOnlyDictionary<string, JsonElement>> Cases = new(() =>
        JsonDocument.Parse(File.ReadAllText(GoldenData.PathOf("gw/entropic/cases.json"))).RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(item => item.GetProperty("id").GetString()!, StringComparer.Ordinal));

    private readonly JsonElement _case;

    public EntropicGolden(string id)
    {
        _case = Cases.Value[id];
        Plan = NpyFile.Read(GoldenData.PathOf($"gw/entropic/{id}.npy"));
    }

    public double[] Plan { get; }

    public double Value => Number("value");

    /// <summary>sum L T T with the marginals that the plan really has.</summary>
    public double LossOfPlan => Number("gw_loss_of_plan");

    public double Tolerance => Number("suggested_rel_tol");

    public double[] Errors => [.. _case.GetProperty("err_trace").EnumerateArray().Select(v => v.GetDouble())];

    public double Parameter(string name) => _case.GetProperty("params").GetProperty(name).GetDouble();

    public string Input(string name) => _case.GetProperty("inputs").GetProperty(name).GetString()!;

    public GromovWassersteinProblem Problem()
    {
        var source = Space("C1", "p");
        var target = Space("C2", "q");
        var parameters = _case.GetProperty("params");
        var kl = parameters.TryGetProperty("loss_fun", out var loss) && loss.ValueEquals("kl_loss");
        var quadratic = kl ? QuadraticLoss.KullbackLeibler : QuadraticLoss.Square;
        return parameters.TryGetProperty("alpha", out var alpha)
            ? new GromovWassersteinProblem(source, target, GoldenData.Array(Input("M")), alpha.GetDouble(), quadratic)
            : new GromovWassersteinProblem(source, target, quadratic);
    }

    public double LargestDifference(double[] plan) => Plan.Zip(plan, (a, b) => Math.Abs(a - b)).Max();

    private MetricMeasureSpace Space(string cost, string weights)
    {
        var name = Input(cost).Split('+');
        return GoldenData.Space(name[0], Input(weights), name.Length > 1 ? double.Parse(name[1]) : 0);
    }

    private double Number(string name) => _case.GetProperty(name).GetDouble();
}
