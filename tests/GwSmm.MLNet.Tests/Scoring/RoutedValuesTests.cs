using GwSmm.Encoders;

namespace GwSmm.MLNet.Tests;

public class RoutedValuesTests
{
    [Fact]
    public void Cut_points_decide_the_predicted_label_but_not_the_score()
    {
        // Two texts without and with an 'a': probabilities do not depend on cut points.
        var plain = new ScoringHead(HeadKind.MultiClass, ["0", "2"], [0, 0, 0, 1], [0.5f, 0]);
        var cut = new ScoringHead(HeadKind.MultiClass, plain.Labels, plain.Weight, plain.Bias, null, [0.5f]);
        Assert.Equal((1u, 3u), (Key(plain, 0), Key(plain, 1)));
        Assert.Equal((3u, 3u), (Key(cut, 0), Key(cut, 1)));
    }

    private static uint Key(ScoringHead head, float letters)
    {
        var values = new RoutedValues(HeadKind.MultiClass, 4, 1);
        values.Set(0, [0, letters], head, [0, 2]);
        var columns = new Array?[2];
        values.AddTo(columns, [true, true], 0);
        return ((uint[])columns[1]!)[0];
    }
}
