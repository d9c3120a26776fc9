"""Addresses of the desk's pages about public sites."""

from django.urls import path

from entente.website.views import desk, pictures, writing

app_name = "website"
urlpatterns = [
    path("", desk.SiteListPage.as_view(), name="sites"),
    path("reviews/", desk.ReviewListPage.as_view(), name="reviews"),
    path("pictures/", pictures.PictureListPage.as_view(), name="pictures"),
    path("pictures/<int:pk>/", pictures.PicturePage.as_view(), name="picture"),
    path(
        "pictures/<int:pk>/change/",
        pictures.DescribePicturePage.as_view(),
        name="describe_picture",
    ),
    path("pictures/<int:pk>/remove/", pictures.RemovePicturePage.as_view(), name="remove_picture"),
    path(
        "pictures/<int:pk>/<str:name>",
        pictures.PictureFilePage.as_view(),
        name="picture_file",
    ),
    path("<int:pk>/pictures/add/", pictures.AddPicturePage.as_view(), name="add_picture"),
    path("<int:pk>/", desk.SitePage.as_view(), name="site"),
    path("<int:pk>/pages/new/", writing.BeginPage.as_view(), name="begin"),
    path("<int:pk>/pages/new/<slug:kind>/<int:page>/", writing.MakePage.as_view(), name="make"),
    path("<int:pk>/pages/<int:page>/move/", writing.MovePage.as_view(), name="move"),
    path("<int:pk>/pages/<int:page>/order/", writing.OrderPage.as_view(), name="order"),
    path("<int:pk>/pages/<int:page>/", desk.ReviewPage.as_view(), name="review"),
    path("<int:pk>/pages/<int:page>/write/", writing.WritePage.as_view(), name="write"),
    path("<int:pk>/pages/<int:page>/submit/", desk.SubmitPage.as_view(), name="submit"),
    path("<int:pk>/pages/<int:page>/check/", desk.CheckPage.as_view(), name="check"),
    path("<int:pk>/pages/<int:page>/send-back/", desk.SendBackPage.as_view(), name="send_back"),
    path("<int:pk>/pages/<int:page>/publish/", desk.PublishPage.as_view(), name="publish"),
    path("<int:pk>/pages/<int:page>/withdraw/", desk.WithdrawPage.as_view(), name="withdraw"),
]
